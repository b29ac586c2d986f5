using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Brings a source over, in order: experiments with runs, logged models, files and traces; then evaluation datasets, registered models, webhooks. May be stopped anywhere and run again.</summary>
internal sealed class MlflowImport(IDatabase database, ImportStateStore state, ITrackingImport tracking, ImportParts parts, LeftOut left)
{
    private const int AtOnce = 4;

    public async Task RunAsync(ImportRow import, IMlflowSource source, CancellationToken cancellation)
    {
        Actor actor = JsonSerializer.Deserialize<Actor>(import.Actor, LedgerJson.Options)!;
        await database.WriteAsync(s => state.Retry(s, import.Source), Lane.Tracking, cancellation);
        var experiments = new OrderedDictionary<string, long>(StringComparer.Ordinal);
        await foreach (SourceItem<ImportedExperiment> item in source.ExperimentsAsync(cancellation))
            await left.TryAsync(import, $"experiment {item.Id} with its runs", async () =>
            {
                ImportedExperiment experiment = await item.Read(cancellation);
                experiments[item.Id] = await database.WriteAsync(s => Experiment(s, import, experiment), Lane.Tracking, cancellation);
            });
        foreach ((string there, long here) in experiments)
        {
            await RunsAsync(import, source, there, here, actor, cancellation);
            await foreach (SourceItem<ImportedModel> model in source.LoggedModelsAsync(there, cancellation))
                await left.TryAsync(import, model.Id, async () => await LoggedModelAsync(import, source, await model.Read(cancellation), here, cancellation));
            await parts.Traces.BringAsync(import, source.Traces, there, here, cancellation);
        }
        foreach (string id in await database.ReadAsync(s => tracking.Missing(s, import.Source), cancellation))
            await left.TryAsync(import, id, async () =>
            {
                if (await source.LoggedModelAsync(id, cancellation) is { } gone && experiments.TryGetValue(gone.Experiment, out long home)) await LoggedModelAsync(import, source, gone, home, cancellation);
            });
        await parts.Traces.DatasetsAsync(import, source.Traces, experiments, cancellation);
        await foreach (SourceItem<SourceModel> model in source.RegisteredAsync(cancellation))
            await left.TryAsync(import, "model " + KeyRules.Cut(model.Id, 100), async () => await parts.Models.BringAsync(import, await model.Read(cancellation), actor, cancellation));
        await parts.Webhooks.BringAsync(import, source, cancellation);
        IReadOnlyDictionary<string, long> totals = await source.CountAsync(cancellation);
        await database.WriteAsync(s => state.NoteTotals(s, import.Source, totals), Lane.Tracking, cancellation);
    }

    internal static Dictionary<string, long> Count(params (string What, long Count)[] counts) => counts.ToDictionary(c => c.What, c => c.Count, StringComparer.Ordinal);

    private async Task RunsAsync(ImportRow import, IMlflowSource source, string there, long here, Actor actor, CancellationToken cancellation)
    {
        (IReadOnlySet<string> done, IReadOnlySet<string> open) = await database.ReadAsync(s => (state.Done(s, import.Source, "run"), state.Done(s, import.Source, ImportStateStore.Open)), cancellation);
        await Parallel.ForEachAsync(source.RunsAsync(there, cancellation), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (run, token) =>
        {
            if (!done.Contains(run.Id) || open.Contains(run.Id)) await left.TryAsync(import, run.Id, () => RunAsync(import, run, here, actor, token));
            await parts.Files.BringAsync(import, source, new SourceOwner(run.Id, (await UriAsync(import, run.Id, token)) ?? "", true), token);
        });
    }

    // Where the files of a run lie there is noted with the run.
    private Task<string?> UriAsync(ImportRow import, string run, CancellationToken cancellation)
        => database.ReadAsync(s => state.Target(s, import.Source, "run", run), cancellation);

    private long Experiment(SqlSession s, ImportRow import, ImportedExperiment experiment)
    {
        if (state.Target(s, import.Source, "experiment", experiment.Id) is { } known) return long.Parse(known);
        long id = tracking.Experiment(s, experiment, import.Project);
        state.Note(s, import.Source, "experiment", experiment.Id, id.ToString(), Count(("experiments", 1)));
        if (id.ToString() != experiment.Id) state.Note(s, import.Source, "changed", $"experiment '{experiment.Name}'", $"its id is {id} here and {experiment.Id} there", Count());
        return id;
    }

    private async Task RunAsync(ImportRow import, SourceItem<ImportedRun> item, long experiment, Actor actor, CancellationToken cancellation)
    {
        ImportedRun run = await item.Read(cancellation);
        using ImportedPoints points = run.Metrics;
        await database.WriteAsync(s =>
        {
            if (Refused(s, import, run, experiment, actor) is { } why) throw MlflowException.Exists(why);
            state.Note(s, import.Source, "run", run.Id, run.ArtifactUri, Counts(run));
            state.Reopen(s, import.Source, run.Id, tracking.Mark(s, run.Id));
            state.ForgetFiles(s, import.Source, run.Id);
        }, Lane.Tracking, cancellation);
    }

    /// <summary>Why it cannot be brought, for the first time or once more; null when it was.</summary>
    private string? Refused(SqlSession s, ImportRow import, ImportedRun run, long experiment, Actor actor)
    {
        if (state.Target(s, import.Source, "run", run.Id) is null) return tracking.Run(s, experiment, run, import.Source, actor) ? null : "a run with this id is here already";
        return state.Target(s, import.Source, ImportStateStore.Open, run.Id) is { } mark && tracking.Again(s, run, mark, actor) ? null : "it had not ended there when it was brought over, and was written to here since; it stays as it is here";
    }

    private async Task LoggedModelAsync(ImportRow import, IMlflowSource source, ImportedModel model, long experiment, CancellationToken cancellation)
    {
        await database.WriteAsync(s =>
        {
            if (state.Target(s, import.Source, "logged model", model.Id) is not null) return;
            if (!tracking.Model(s, experiment, model)) throw MlflowException.Exists("a logged model with this id is here already");
            state.Note(s, import.Source, "logged model", model.Id, model.Id, Count(("logged models", 1), ("model metrics", model.Numbers)));
        }, Lane.Tracking, cancellation);
        await parts.Files.BringAsync(import, source, new SourceOwner(model.Id, model.ArtifactUri, false, model.Deleted), cancellation);
    }

    private static Dictionary<string, long> Counts(ImportedRun run) => Count(
        ("runs", 1), ("params", run.Params.Count), ("metric points", run.Metrics.Count), ("tags", run.Tags.Select(t => t.Key).Append("mlflow.runName").Distinct(StringComparer.Ordinal).Count()),
        ("datasets", run.Inputs.DistinctBy(i => (i.Name, i.Digest)).Count()));
}
