using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Brings a source over, in order: experiments with runs, logged models, files and traces; then evaluation datasets, registered models, webhooks. May be stopped anywhere and run again.</summary>
internal sealed class MlflowImport(IDatabase database, ImportStateStore state, ITrackingImport tracking, ImportParts parts)
{
    private const int AtOnce = 4;

    public async Task RunAsync(ImportRow import, IMlflowSource source, CancellationToken cancellation)
    {
        Actor actor = JsonSerializer.Deserialize<Actor>(import.Actor, LedgerJson.Options)!;
        var experiments = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        await foreach (ImportedExperiment e in source.ExperimentsAsync(cancellation))
            if (await ExperimentAsync(import, e) is { } id) experiments[e.Id] = id;
        foreach ((string there, long here) in experiments)
        {
            await RunsAsync(import, source, there, here, actor, cancellation);
            await foreach (ImportedModel model in source.LoggedModelsAsync(there, cancellation)) await LoggedModelAsync(import, source, model, here, cancellation);
            await parts.Traces.BringAsync(import, source.Traces, there, here, cancellation);
        }
        foreach (string id in await database.ReadAsync(s => tracking.Missing(s, import.Source), cancellation))
            if (await source.LoggedModelAsync(id, cancellation) is { } gone && experiments.TryGetValue(gone.Experiment, out long home)) await LoggedModelAsync(import, source, gone, home, cancellation);
        await parts.Traces.DatasetsAsync(import, source.Traces, experiments, cancellation);
        await foreach (SourceModel model in source.RegisteredAsync(cancellation)) await RegisteredAsync(import, model, actor, cancellation);
        await parts.Webhooks.BringAsync(import, source, cancellation);
        IReadOnlyDictionary<string, long> totals = await source.CountAsync(cancellation);
        await database.WriteAsync(s => state.NoteTotals(s, import.Source, totals), Lane.Tracking, cancellation);
    }

    internal static Dictionary<string, long> Count(params (string What, long Count)[] counts) => counts.ToDictionary(c => c.What, c => c.Count, StringComparer.Ordinal);

    private async Task RunsAsync(ImportRow import, IMlflowSource source, string there, long here, Actor actor, CancellationToken cancellation)
    {
        (IReadOnlySet<string> done, IReadOnlySet<string> open) = await database.ReadAsync(s => (state.Done(s, import.Source, "run"), state.Done(s, import.Source, ImportStateStore.Open)), cancellation);
        await Parallel.ForEachAsync(source.RunsAsync(there, cancellation), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (id, token) =>
        {
            if (!done.Contains(id) || open.Contains(id)) await RunAsync(import, source, id, here, actor, token);
            await parts.Files.BringAsync(import, source, new SourceOwner(id, (await UriAsync(import, id, token)) ?? "", true), token);
        });
    }

    // Where the files of a run lie there is noted with the run.
    private Task<string?> UriAsync(ImportRow import, string run, CancellationToken cancellation)
        => database.ReadAsync(s => state.Target(s, import.Source, "run", run), cancellation);

    /// <summary>Null when its name is none here; then its runs have no place either.</summary>
    private async Task<long?> ExperimentAsync(ImportRow import, ImportedExperiment experiment)
    {
        try
        {
            return await database.WriteAsync(s => Experiment(s, import, experiment), Lane.Tracking);
        }
        catch (MlflowException refused)
        {
            await database.WriteAsync(s => state.Leave(s, import.Source, $"experiment {experiment.Id} with its runs", refused.Message), Lane.Tracking);
            return null;
        }
    }

    private long Experiment(SqlSession s, ImportRow import, ImportedExperiment experiment)
    {
        if (state.Target(s, import.Source, "experiment", experiment.Id) is { } known) return long.Parse(known);
        long id = tracking.Experiment(s, experiment, import.Project);
        state.Note(s, import.Source, "experiment", experiment.Id, id.ToString(), Count(("experiments", 1)));
        if (id.ToString() != experiment.Id) state.Note(s, import.Source, "changed", $"experiment '{experiment.Name}'", $"its id is {id} here and {experiment.Id} there", Count());
        return id;
    }

    private async Task RegisteredAsync(ImportRow import, SourceModel model, Actor actor, CancellationToken cancellation)
    {
        try
        {
            await parts.Models.BringAsync(import, model, actor, cancellation);
        }
        catch (Exception refused) when (refused is MlflowException or ApiException)
        {
            await database.WriteAsync(s => state.Leave(s, import.Source, "model " + KeyRules.Cut(model.Name, 100), refused.Message), Lane.Tracking, cancellation);
        }
    }

    private async Task RunAsync(ImportRow import, IMlflowSource source, string id, long experiment, Actor actor, CancellationToken cancellation)
    {
        try
        {
            ImportedRun run = await source.RunAsync(id, cancellation);
            using ImportedPoints points = run.Metrics;
            await database.WriteAsync(s =>
            {
                if (Refused(s, import, run, experiment, actor) is { } why)
                {
                    state.Leave(s, import.Source, id, why);
                    return;
                }
                state.Note(s, import.Source, "run", id, run.ArtifactUri, Counts(run));
                state.Reopen(s, import.Source, id, tracking.Mark(s, id));
                state.Forget(s, import.Source, "left out", id);
                state.Forget(s, import.Source, "files", id);
            }, Lane.Tracking, cancellation);
        }
        catch (Exception refused) when (refused is MlflowException or InvalidDataException)
        {
            await database.WriteAsync(s => state.Leave(s, import.Source, id, refused.Message), Lane.Tracking, cancellation);
        }
    }

    /// <summary>Why it cannot be brought, for the first time or once more; null when it was.</summary>
    private string? Refused(SqlSession s, ImportRow import, ImportedRun run, long experiment, Actor actor)
    {
        if (state.Target(s, import.Source, "run", run.Id) is null) return tracking.Run(s, experiment, run, import.Source, actor) ? null : "a run with this id is here already";
        return state.Target(s, import.Source, ImportStateStore.Open, run.Id) is { } mark && tracking.Again(s, run, mark, actor) ? null : "it had not ended there when it was brought over, and was written to here since; it stays as it is here";
    }

    private async Task LoggedModelAsync(ImportRow import, IMlflowSource source, ImportedModel model, long experiment, CancellationToken cancellation)
    {
        try
        {
            await database.WriteAsync(s =>
            {
                if (state.Target(s, import.Source, "logged model", model.Id) is not null) return;
                if (tracking.Model(s, experiment, model)) state.Note(s, import.Source, "logged model", model.Id, model.Id, Count(("logged models", 1), ("model metrics", model.Numbers)));
                else state.Leave(s, import.Source, model.Id, "a logged model with this id is here already");
            }, Lane.Tracking, cancellation);
            await parts.Files.BringAsync(import, source, new SourceOwner(model.Id, model.ArtifactUri, false, model.Deleted), cancellation);
        }
        catch (MlflowException refused)
        {
            await database.WriteAsync(s => state.Leave(s, import.Source, model.Id, refused.Message), Lane.Tracking, cancellation);
        }
    }

    private static Dictionary<string, long> Counts(ImportedRun run) => Count(
        ("runs", 1), ("params", run.Params.Count), ("metric points", run.Metrics.Count), ("tags", run.Tags.Select(t => t.Key).Append("mlflow.runName").Distinct(StringComparer.Ordinal).Count()),
        ("datasets", run.Inputs.DistinctBy(i => (i.Name, i.Digest)).Count()));
}
