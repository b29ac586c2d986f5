using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Demo.Story;
using Cairn.Cli.Demo.Telling;
using Cairn.Cli.Frame;
using Cairn.Client;

namespace Cairn.Cli.Demo;

/// <summary>The tour: a server of its own with a simulated clock, one project, half a year of flights.</summary>
internal sealed class DemoVerb : Verb
{
    private readonly Option<bool> _fast = new("--fast") { Description = "five weeks instead of six months" };
    private readonly Option<bool> _exit = new("--exit") { Description = "stop the server at the end" };
    private readonly Option<int?> _port = new("--port") { Description = $"port of 127.0.0.1; else {CairnClientOptions.DefaultPort}", HelpName = "n" };
    private readonly Option<string?> _data = new("--data") { Description = "folder for everything; new or empty", HelpName = "dir" };
    private readonly Option<string?> _db = new("--db") { Description = "PostgreSQL instead of SQLite, an empty database, e.g. postgres://user@host/cairn", HelpName = "url" };
    private readonly Option<int?> _days = new("--days") { Description = "days to live through; below 20 the story is told in short", HelpName = "n" };
    private readonly Option<int> _rows = new("--rows") { Description = "most flights of a day; 0 takes all", HelpName = "n" };
    private readonly Option<string?> _journal = new("--journal") { Description = "file that keeps, line by line, what the server acknowledged", HelpName = "file" };

    public override string Path => "demo";

    public override string Summary => "Live through months of flights in a simulated world, and see the loop at work";

    public override IReadOnlyList<string> Examples => ["cairn demo --fast", "cairn demo --fast --exit --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        foreach (var option in new Option[] { _fast, _exit, _port, _data, _db, _days, _rows, _journal })
        {
            command.Add(option);
        }
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var plan = Plan(call);
        var places = Places.Find(call.Terminal.Environment, call.Value(_data));
        var options = new TourOptions(plan, places, call.Value(_port) ?? CairnClientOptions.DefaultPort, call.Value(_rows), call.Value(_exit))
        {
            Database = call.Value(_db),
            Journal = call.Value(_journal),
        };
        var narrator = new Narrator(call.Terminal);
        JsonObject summary;
        try
        {
            summary = await Tour.RunAsync(options, narrator, cancel);
        }
        catch (TourException fault)
        {
            await call.Terminal.Error.WriteLineAsync($"{call.Terminal.ErrorPaint.Red("error")}: {fault.Message}");
            return ExitCode.Failed;
        }
        call.Show(summary, _ => new SummaryPrinter(call.Terminal).Print(summary));
        return SummaryPrinter.IsGood(summary) ? ExitCode.Ok : ExitCode.Failed;
    }

    private TourPlan Plan(Call call)
    {
        if (call.Value(_rows) is < 0 or (> 0 and < 200))
        {
            throw new UsageException("--rows must be 0 (all) or at least 200", "cairn demo --fast");
        }
        var plan = call.Value(_fast) ? TourPlan.Fast : TourPlan.Full;
        if (call.Value(_days) is not { } days)
        {
            return plan;
        }
        if (days < TourPlan.Short.Days || days > TourPlan.Full.Days)
        {
            throw new UsageException($"--days must be {TourPlan.Short.Days} to {TourPlan.Full.Days}", "cairn demo --fast");
        }
        return (days < 20 ? TourPlan.Short : plan) with { Days = days };
    }
}
