using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Brings traces and evaluation datasets over, each once, and names what has no place here.</summary>
internal sealed class ImportedTraces(IDatabase database, ImportStateStore state, ITrackingImport tracking)
{
    /// <summary>The traces of one experiment.</summary>
    public async Task BringAsync(ImportRow import, IMlflowTraces source, string there, long here, CancellationToken cancellation)
    {
        IReadOnlySet<string> done = await database.ReadAsync(s => state.Done(s, import.Source, "trace"), cancellation);
        await foreach (SourceTrace trace in source.TracesAsync(there, cancellation))
            if (!done.Contains(trace.Id)) await OneAsync(import, source, trace, here, cancellation);
    }

    public async Task DatasetsAsync(ImportRow import, IMlflowTraces source, IReadOnlyDictionary<string, long> experiments, CancellationToken cancellation)
    {
        try
        {
            await foreach (SourceDataset dataset in source.DatasetsAsync(cancellation)) await DatasetAsync(import, source, dataset, experiments, cancellation);
        }
        catch (SourceRefusal refused)
        {
            // A server that keeps its records in files has the call and answers it with a fault.
            await database.WriteAsync(s => state.Leave(s, import.Source, "evaluation datasets", refused.Why), Lane.Tracking, cancellation);
        }
        await foreach ((string what, string why) in source.StrangersAsync([.. experiments.Keys], cancellation)) await database.WriteAsync(s => state.Leave(s, import.Source, what, why), Lane.Tracking, cancellation);
    }

    private async Task OneAsync(ImportRow import, IMlflowTraces source, SourceTrace trace, long experiment, CancellationToken cancellation)
    {
        try
        {
            string? spans = await source.SpansAsync(trace, cancellation);
            await database.WriteAsync(s =>
            {
                if (tracking.Trace(s, experiment, new ImportedTrace(trace.Info.ToJsonString(), spans)) is not { } held)
                {
                    state.Leave(s, import.Source, trace.Id, "a trace with this id is here already");
                    return;
                }
                state.Note(s, import.Source, "trace", trace.Id, trace.Id, MlflowImport.Count(("traces", 1), ("spans", held.Spans), ("assessments", held.Assessments)));
                if (spans is null && !trace.GoesOn) state.Lose(s, import.Source, trace.Id + " (spans)", "its spans are nowhere to be read");
            }, Lane.Tracking, cancellation);
        }
        catch (MlflowException refused)
        {
            await database.WriteAsync(s => state.Leave(s, import.Source, trace.Id, refused.Message), Lane.Tracking, cancellation);
        }
    }

    // Records come page by page; what a killed import brought of them is found again by its inputs.
    private async Task DatasetAsync(ImportRow import, IMlflowTraces source, SourceDataset dataset, IReadOnlyDictionary<string, long> experiments, CancellationToken cancellation)
    {
        string id = dataset.Dataset.Id;
        long[] homes = [.. dataset.Experiments.Where(experiments.ContainsKey).Select(e => experiments[e]).Distinct()];
        try
        {
            if (!await database.WriteAsync(s => Open(s, import, dataset.Dataset, homes), Lane.Tracking, cancellation)) return;
            long told = 0;
            await foreach (string list in source.RecordsAsync(id, cancellation)) told += await database.WriteAsync(s => tracking.Records(s, id, list), Lane.Tracking, cancellation);
            await database.WriteAsync(s => state.Note(s, import.Source, "dataset", id, id, MlflowImport.Count(("evaluation datasets", 1), ("evaluation records", told))), Lane.Tracking, cancellation);
        }
        catch (MlflowException refused)
        {
            await database.WriteAsync(s => state.Leave(s, import.Source, "evaluation dataset " + id, refused.Message), Lane.Tracking, cancellation);
        }
    }

    /// <summary>Whether its records are still to be brought; noted as begun, so that one that was here before is told from it.</summary>
    private bool Open(SqlSession s, ImportRow import, ImportedDataset dataset, IReadOnlyList<long> homes)
    {
        if (state.Target(s, import.Source, "dataset", dataset.Id) is { } known) return known.Length == 0;
        if (tracking.Dataset(s, dataset, homes))
        {
            state.Note(s, import.Source, "dataset", dataset.Id, "", MlflowImport.Count());
            return true;
        }
        state.Leave(s, import.Source, "evaluation dataset " + dataset.Id, "one with this id is here already");
        return false;
    }
}
