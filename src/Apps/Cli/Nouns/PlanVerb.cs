using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>What a run would do, without doing it.</summary>
internal sealed class PlanVerb : Verb
{
    private static readonly Column[] Columns = [Column.Text("STEP", "step"), Column.State("WILL", "will"), Column.Number("LAST S", "seconds", 1), Column.Number("COST", "cost", 4), Column.Text("WHY", "why")];
    private readonly RunAsk _ask = new("plan");

    public override string Path => "plan";

    public override string Summary => "What a run would execute, what it would take from the cache, and why";

    public override IReadOnlyList<string> Examples => ["cairn plan", "cairn plan train --param train.depth=4 --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        _ask.Declare(command);
        command.Add(shared.Project);
        command.Add(shared.NoHeader);
        command.Add(shared.Wide);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var plan = await call.Client.PostAsync(await call.RouteAsync("projects/{project}/pipeline-plans", cancel), _ask.Body(call), cancel) as JsonObject ?? [];
        var options = new TableOptions(call.Value(call.Shared.NoHeader), call.Value(call.Shared.Wide));
        call.Show(plan, _ => new TablePrinter(call.Terminal, options).Print(Columns, [.. PipelineRuns.Steps(plan)]));
        if (plan["cost"] is { } cost)
        {
            call.Terminal.Note(FormattableString.Invariant($"cost of what is to be done, as far as it is known: {(double)cost:0.0000}"));
        }
        return ExitCode.Ok;
    }
}
