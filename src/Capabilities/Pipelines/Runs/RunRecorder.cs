using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Pipelines.Runs;

/// <summary>Puts the beginning and the end of a run on the record, each in the transaction that moves it.</summary>
internal sealed class RunRecorder(IDatabase database, RunStore store, RunVersions versions, RunInputs inputs, RunOutcome outcome)
{
    /// <summary>Fixes the inputs and starts the run. Answers it as it stands.</summary>
    public async Task<PipelineRun> StartAsync(PipelineRun run, RunPlan plan, CancellationToken cancellation)
    {
        // A reproduction comes with the inputs of the run it repeats, and one that is tried again with its own.
        string pinned = run.Inputs ?? JsonSerializer.Serialize(await inputs.PinAsync(plan, run, cancellation));
        string pinnedModels = run.Models ?? JsonSerializer.Serialize(await outcome.PinAsync(run, plan, cancellation));
        string pipeline = RunVersions.PipelineDigest(plan), environment = RuntimeEnvironment.DigestOf(plan);
        return await database.WriteAsync(s =>
        {
            PipelineRun started = run with
            {
                State = RunState.Running,
                Inputs = pinned,
                Models = pinnedModels,
                Pipeline = versions.Register(s, run, "pipeline", pipeline, ActorOf(run)),
                Env = versions.Register(s, run, "environment", environment, ActorOf(run)),
            };
            started = started with { StartedEvent = outcome.Ledger.Append(s, Draft("run.started", started, RunEvents.Started(started, plan))).Id };
            return store.Start(s, started, [.. plan.Steps.Select(x => x.Name)]) ? started : store.Find(s, run.Id)!;
        }, cancellation: cancellation);
    }

    /// <summary>A run that never begins: its commit is gone, its file has faults, or it was cancelled in the queue.</summary>
    public Task RefuseAsync(PipelineRun run, string state, string reason, CancellationToken cancellation) => database.WriteAsync(s =>
    {
        if (store.Finish(s, run.Id, state, null, reason))
            outcome.Ledger.Append(s, Draft("run.finished", run, RunEvents.Refused(run, state, reason)));
    }, cancellation: cancellation);

    public async Task FinishAsync(PipelineRun run, RunPlan plan, string state, string? failure, CancellationToken cancellation)
    {
        IReadOnlyList<PipelineStep> steps = await database.ReadAsync(s => store.Steps(s, run.Id), cancellation);
        RunResult result = await RunResult.CollectAsync(run, plan, steps, outcome.Artifacts, cancellation);
        bool registers = state == RunState.Succeeded && run.Repeats is null;
        string? known = registers && !steps.Any(s => s.State == RunState.Succeeded) ? await KnownAsync(run, plan, result, cancellation) : null;
        // A version that is released at once finds its features there.
        if (registers && run.Purpose == "production") await outcome.PublishFeaturesAsync(run, plan, result, cancellation);
        string? version = registers && known is null ? await outcome.RegisterAsync(run, plan, result, model => RecipeAsync(run, plan, model, cancellation), cancellation) : null;
        if (registers && run.Purpose == "production") await outcome.RegisterTablesAsync(run, plan, result, cancellation);
        await outcome.TrackAsync(run, result, state, cancellation);
        JsonObject data = RunEvents.Finished(run, plan, steps, result, state, failure, version);
        // Nothing was trained: no candidate, and no training run to be counted.
        if (known is not null) data["purpose"] = "other";
        await database.WriteAsync(s =>
        {
            if (store.Finish(s, run.Id, state, version ?? known, failure)) outcome.Ledger.Append(s, Draft("run.finished", run, data));
        }, cancellation: cancellation);
        inputs.Release(run.Id);
    }

    private async Task<string> RecipeAsync(PipelineRun run, RunPlan plan, PortRef model, CancellationToken cancellation)
    {
        Dictionary<string, IReadOnlyList<string>> made = await database.ReadAsync(s => plan.File.UpTo(model.Owner).ToDictionary(x => x, x => store.PartsSeen(s, run.Id, x), StringComparer.Ordinal), cancellation);
        return Recipe.Of(plan, model, made, plan.ClassOf);
    }

    /// <summary>The version that a run of the same purpose registered from the same bytes; for a run that executed nothing itself.</summary>
    private async Task<string?> KnownAsync(PipelineRun run, RunPlan plan, RunResult result, CancellationToken cancellation)
    {
        IReadOnlyList<ModelVersionView> same = await outcome.SameAsync(run, plan, result, cancellation);
        return await database.ReadAsync(s => same.FirstOrDefault(v => store.Find(s, v.RunId!)?.Purpose == run.Purpose)?.Id, cancellation);
    }

    private static EventDraft Draft(string type, PipelineRun run, JsonObject data)
        => new(type, run.Id, run.Project, ActorOf(run)) { Data = data, Cause = Causes(run, type), Cycle = run.Cause };

    private static string[] Causes(PipelineRun run, string type)
        => [.. new[] { type == "run.finished" ? run.StartedEvent : null, run.Cause }.OfType<string>()];

    private static Actor ActorOf(PipelineRun run) => JsonSerializer.Deserialize<Actor>(run.Actor, LedgerJson.Options)!;
}
