using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Brings a source over, in order: experiments, runs, logged models, their files, registered models. May be stopped anywhere and run again.</summary>
internal sealed class MlflowImport(IDatabase database, ImportStateStore state, ITrackingImport tracking, ImportedFiles files, ImportedModels models)
{
    private const int AtOnce = 4;
    private static readonly IReadOnlyDictionary<string, long> Nothing = new Dictionary<string, long>(StringComparer.Ordinal);

    public async Task RunAsync(ImportRow import, IMlflowSource source, CancellationToken cancellation)
    {
        Actor actor = JsonSerializer.Deserialize<Actor>(import.Actor, LedgerJson.Options)!;
        var experiments = new List<(string There, long Here)>();
        await foreach (ImportedExperiment e in source.ExperimentsAsync(cancellation)) experiments.Add((e.Id, await ExperimentAsync(import, e)));
        foreach ((string there, long here) in experiments)
        {
            IReadOnlySet<string> done = await database.ReadAsync(s => state.Done(s, import.Source, "run"), cancellation);
            await Parallel.ForEachAsync(source.RunsAsync(there, cancellation), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (id, token) =>
            {
                if (!done.Contains(id)) await RunAsync(import, await source.RunAsync(id, token), here, actor);
                await files.BringAsync(import, source, new SourceOwner(id, (await UriAsync(import, id, token)) ?? "", true), token);
            });
            await foreach (ImportedModel model in source.LoggedModelsAsync(there, cancellation))
            {
                await LoggedModelAsync(import, model, here);
                await files.BringAsync(import, source, new SourceOwner(model.Id, model.ArtifactUri, false), cancellation);
            }
        }
        await foreach (SourceModel model in source.RegisteredAsync(cancellation)) await models.BringAsync(import, model, actor, cancellation);
    }

    // Where the files of a run lie there is noted with the run.
    private Task<string?> UriAsync(ImportRow import, string run, CancellationToken cancellation)
        => database.ReadAsync(s => state.Target(s, import.Source, "run", run), cancellation);

    private Task<long> ExperimentAsync(ImportRow import, ImportedExperiment experiment) => database.WriteAsync(s =>
    {
        if (state.Target(s, import.Source, "experiment", experiment.Id) is { } known) return long.Parse(known);
        long id = tracking.Experiment(s, experiment, import.Project);
        state.Note(s, import.Source, "experiment", experiment.Id, id.ToString(), Count(("experiments", 1)));
        return id;
    }, Lane.Tracking);

    private async Task RunAsync(ImportRow import, ImportedRun run, long experiment, Actor actor)
    {
        try
        {
            await database.WriteAsync(s =>
            {
                if (tracking.Run(s, experiment, run, import.Source, actor)) state.Note(s, import.Source, "run", run.Id, run.ArtifactUri, Counts(run));
                else Leave(s, import, run.Id, "a run with this id is here already");
            }, Lane.Tracking);
        }
        catch (MlflowException refused)
        {
            await database.WriteAsync(s => Leave(s, import, run.Id, refused.Message), Lane.Tracking);
        }
    }

    private Task LoggedModelAsync(ImportRow import, ImportedModel model, long experiment) => database.WriteAsync(s =>
    {
        if (state.Target(s, import.Source, "logged model", model.Id) is not null) return;
        if (tracking.Model(s, experiment, model)) state.Note(s, import.Source, "logged model", model.Id, model.Id, Count(("logged models", 1)));
        else Leave(s, import, model.Id, "a logged model with this id is here already");
    }, Lane.Tracking);

    private void Leave(SqlSession s, ImportRow import, string item, string why) => state.Note(s, import.Source, "left out", item, why, Nothing);

    private static Dictionary<string, long> Counts(ImportedRun run) => Count(
        ("runs", 1), ("params", run.Params.Count), ("metric points", run.Metrics.Count), ("tags", run.Tags.Select(t => t.Key).Append("mlflow.runName").Distinct(StringComparer.Ordinal).Count()),
        ("datasets", run.Inputs.DistinctBy(i => (i.Name, i.Digest)).Count()));

    internal static Dictionary<string, long> Count(params (string What, long Count)[] counts) => counts.ToDictionary(c => c.What, c => c.Count, StringComparer.Ordinal);
}
