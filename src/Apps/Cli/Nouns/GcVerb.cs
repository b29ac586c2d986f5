using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Removes for good what was deleted.</summary>
internal sealed class GcVerb : Verb
{
    private readonly Option<double?> _days = new("--older-than-days") { Description = "only what was deleted that long ago; else all", HelpName = "days" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "tell what would be removed" };

    public override string Path => "gc";

    public override string Summary => "Remove deleted runs, models and experiments for good, with what only they had stored";

    public override IReadOnlyList<string> Examples => ["cairn gc --dry-run", "cairn gc --older-than-days 30 --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_days);
        command.Add(_dryRun);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var body = new JsonObject { ["dry_run"] = call.Value(_dryRun) };
        if (call.Value(_days) is { } days)
        {
            body["older_than_days"] = days;
        }
        call.Show(await call.Client.PostAsync("api/v1/gc", body, cancel), new RecordPrinter(call.Terminal).Print);
        return ExitCode.Ok;
    }
}
