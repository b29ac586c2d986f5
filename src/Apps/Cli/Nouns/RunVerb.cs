using System.CommandLine;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.Cli.Output;

namespace Cairn.Cli.Nouns;

/// <summary>Starts a pipeline and follows it, a line a step.</summary>
internal sealed class RunVerb : Verb
{
    private readonly Argument<string?> _step = new("step") { Description = "run up to this step only", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _pipeline = new("--pipeline") { Description = "name of the pipeline; else the project's only one", HelpName = "name" };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "run every step again" };
    private readonly Option<bool> _detach = new("--detach") { Description = "start it and do not wait" };

    public override string Path => "run";

    public override string Summary => "Run a pipeline and follow it; exit code 1 when it fails";

    public override IReadOnlyList<string> Examples => ["cairn run", "cairn run train --project flight-delay --no-cache"];

    public override void Declare(Command command, SharedOptions shared)
    {
        command.Add(_step);
        command.Add(_pipeline);
        command.Add(_noCache);
        command.Add(_detach);
        command.Add(shared.Project);
    }

    public override async Task<int> RunAsync(Call call, CancellationToken cancel)
    {
        var runs = await call.RouteAsync("projects/{project}/pipeline-runs", cancel);
        var started = await call.Client.PostAsync(runs, Body(call), cancel) as JsonObject ?? [];
        var id = JsonText.Raw(JsonText.Find(started, "id|run_id|number"));
        if (call.Value(_detach))
        {
            call.Show(started, _ => call.Terminal.Out.WriteLine(id));
            return ExitCode.Ok;
        }
        var address = $"{runs}/{Uri.EscapeDataString(id)}";
        var finished = await FollowAsync(call, address, cancel);
        call.Show(finished, _ => call.Terminal.Out.WriteLine($"{id}\t{finished["state"]}"));
        return finished["state"]?.ToString() == "succeeded" ? ExitCode.Ok : ExitCode.Failed;
    }

    private JsonObject Body(Call call)
    {
        var body = new JsonObject();
        if (call.Words.GetValue(_step) is { } step)
        {
            body["step"] = step;
        }
        if (call.Value(_pipeline) is { } pipeline)
        {
            body["pipeline"] = pipeline;
        }
        if (call.Value(_noCache))
        {
            body["no_cache"] = true;
        }
        return body;
    }

    private static async Task<JsonObject> FollowAsync(Call call, string address, CancellationToken cancel)
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
                if (run["finished_at"] is not null || run["state"]?.ToString() is "succeeded" or "failed" or "cancelled" or "refused")
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
