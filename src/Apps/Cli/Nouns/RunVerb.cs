using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Starts a pipeline and follows it, a line a step.</summary>
internal sealed class RunVerb : Verb
{
    private readonly RunAsk _ask = new("run");
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "run every step again" };
    private readonly Option<bool> _experiment = new("--experiment") { Description = "try it out: what it makes is never released" };
    private readonly Option<bool> _allowDrift = new("--allow-drift") { Description = "run also where what is installed differs from the lock file, and record the difference" };
    private readonly Option<string?> _priority = new("--priority") { Description = "low, normal or high: which of the project's steps that wait for room go first; else what each step says", HelpName = "priority" };
    private readonly Option<bool> _detach = new("--detach") { Description = "start it and do not wait" };

    public override string Path => "run";

    public override string Summary => "Run a pipeline and follow it; exit code 1 when it fails";

    public override IReadOnlyList<string> Examples => ["cairn run", "cairn run train --project flight-delay --no-cache"];

    public override void Declare(Command command, SharedOptions shared)
    {
        _ask.Declare(command);
        command.Add(_noCache);
        command.Add(_experiment);
        command.Add(_allowDrift);
        command.Add(_priority);
        command.Add(_detach);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var runs = await call.RouteAsync("projects/{project}/pipeline-runs", cancel);
        var body = Body(call);
        await Uncommitted.MarkAsync(call, body, cancel);
        var started = await call.Client.PostAsync(runs, body, cancel) as JsonObject ?? [];
        var id = JsonText.Raw(started["number"]);
        if (call.Value(_detach))
        {
            call.Show(started, _ => call.Terminal.Out.WriteLine($"#{id}"));
            return ExitCode.Ok;
        }
        var address = $"{runs}/{Uri.EscapeDataString(id)}";
        var finished = await FollowAsync(call, address, cancel);
        call.Show(finished, _ => call.Terminal.Out.WriteLine($"#{id}\t{finished["state"]}"));
        return finished["state"]?.ToString() is "succeeded" or "cached" ? ExitCode.Ok : ExitCode.Failed;
    }

    private JsonObject Body(Call call)
    {
        var body = _ask.Body(call);
        if (call.Value(_noCache))
        {
            body["no_cache"] = true;
        }
        if (call.Value(_experiment))
        {
            body["purpose"] = "experiment";
        }
        if (call.Value(_allowDrift))
        {
            body["allow_drift"] = true;
        }
        if (call.Value(_priority) is { } priority)
        {
            body["priority"] = priority;
        }
        return body;
    }

    internal static async Task<JsonObject> FollowAsync(Call call, string address, CancellationToken cancel)
    {
        var progress = new StepProgress(call.Terminal);
        // Asking again is the only signal that crosses every proxy. The server holds the answer back for as long as a reader can follow, or until the run has ended.
        const int Milliseconds = 200;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Milliseconds), call.Terminal.Clock);
        var wait = FormattableString.Invariant($"{address}?wait={Milliseconds / 1000.0}");
        try
        {
            while (true)
            {
                var run = await call.Client.GetAsync(wait, cancel) as JsonObject ?? [];
                progress.Show(run["steps"] as JsonArray ?? []);
                if (run["finished_at"] is not null || run["state"]?.ToString() is "succeeded" or "cached" or "failed" or "cancelled")
                {
                    return run;
                }
                await timer.WaitForNextTickAsync(cancel);
            }
        }
        catch (OperationCanceledException)
        {
            await call.Client.PostAsync(address + "/cancel", new JsonObject { ["reason"] = "Ctrl C" }, CancellationToken.None);
            throw;
        }
    }
}
