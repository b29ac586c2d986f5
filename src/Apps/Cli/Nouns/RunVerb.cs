using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Starts a pipeline and follows it, a line a step.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string?> _step = new("step") { Description = "run up to this step only", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _commit = new("--commit") { Description = "commit to run; else the newest of the branch", HelpName = "commit" };
    private readonly Option<double?> _sample = new("--sample") { Description = "share of the rows, above 0 and at most 1; makes it an experiment", HelpName = "share" };
    private readonly Option<string[]> _params = new("--param") { Description = "a parameter other than the file's; makes it an experiment", HelpName = "name=value" };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "run every step again" };
    private readonly Option<bool> _detach = new("--detach") { Description = "start it and do not wait" };

    public override string Path => "run";

    public override string Summary => "Run a pipeline and follow it; exit code 1 when it fails";

    public override IReadOnlyList<string> Examples => ["cairn run", "cairn run train --project flight-delay --no-cache"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_step);
        command.Add(_commit);
        command.Add(_sample);
        command.Add(_params);
        command.Add(_noCache);
        command.Add(_detach);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var runs = await call.RouteAsync("projects/{project}/pipeline-runs", cancel);
        var started = await call.Client.PostAsync(runs, Body(call), cancel) as JsonObject ?? [];
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
        if (call.Value(_noCache))
        {
            body["no_cache"] = true;
        }
        return body;
    }

    internal static async Task<JsonObject> FollowAsync(Call call, string address, CancellationToken cancel)
    {
        var progress = new StepProgress(call.Terminal);
        // Asking again is the only signal that crosses every proxy; ten times a second is what a reader can follow.
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100), call.Terminal.Clock);
        try
        {
            while (true)
            {
                var run = await call.Client.GetAsync(address, cancel) as JsonObject ?? [];
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
