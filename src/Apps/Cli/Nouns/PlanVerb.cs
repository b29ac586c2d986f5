using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>What a run would do, without doing it.</summary>
internal sealed class PlanVerb : Verb
{
    private static readonly Column[] Columns = [Column.Text("STEP", "step"), Column.State("WILL", "will"), Column.Number("LAST S", "seconds", 1), Column.Text("WHY", "why")];
    private readonly Argument<string?> _step = new("step") { Description = "up to this step only", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _commit = new("--commit") { Description = "commit to look at; else the newest of the branch", HelpName = "commit" };
    private readonly Option<double?> _sample = new("--sample") { Description = "share of the rows, above 0 and at most 1", HelpName = "share" };
    private readonly Option<string[]> _params = new("--param") { Description = "a parameter other than the file's", HelpName = "name=value" };

    public override string Path => "plan";

    public override string Summary => "What a run would execute, what it would take from the cache, and why";

    public override IReadOnlyList<string> Examples => ["cairn plan", "cairn plan train --param train.depth=4 --json"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_step);
        command.Add(_commit);
        command.Add(_sample);
        command.Add(_params);
        command.Add(shared.Project);
        command.Add(shared.NoHeader);
        command.Add(shared.Wide);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var body = new JsonObject();
        if (call.Words.GetValue(_step) is { } step)
        {
            body["target"] = step;
        }
        if (call.Value(_commit) is { } commit)
        {
            body["commit"] = commit;
        }
        if (call.Value(_sample) is { } sample)
        {
            body["sample"] = sample;
        }
        if (call.Value(_params) is { Length: > 0 } given)
        {
            body["params"] = Assignments.Read(given);
        }
        var plan = await call.Client.PostAsync(await call.RouteAsync("projects/{project}/pipeline-plans", cancel), body, cancel) as JsonObject ?? [];
        var options = new TableOptions(call.Value(call.Shared.NoHeader), call.Value(call.Shared.Wide));
        call.Show(plan, _ => new TablePrinter(call.Terminal, options).Print(Columns, [.. PipelineRuns.Steps(plan)]));
        return ExitCode.Ok;
    }
}
