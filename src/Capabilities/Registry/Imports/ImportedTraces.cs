using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>Brings traces and evaluation datasets over, each once, and names what has no place here.</summary>
internal sealed class ImportedTraces(IDatabase database, ImportStateStore state, ITrackingImport tracking, LeftOut left)
{
    private const string Spans = " (spans)";

    /// <summary>The traces of one experiment.</summary>
    public async Task BringAsync(ImportRow import, IMlflowTraces source, string there, long here, CancellationToken cancellation)
    {
        (IReadOnlySet<string> done, IReadOnlySet<string> lost) = await database.ReadAsync(s => (state.Done(s, import.Source, "trace"), state.Done(s, import.Source, ImportStateStore.Lost)), cancellation);
        await foreach (SourceItem<SourceTrace> trace in source.TracesAsync(there, cancellation))
        {
            if (!done.Contains(trace.Id)) await left.TryAsync(import, trace.Id, () => OneAsync(import, source, trace, here, cancellation));
            else if (lost.Contains(trace.Id + Spans)) await left.TryAsync(import, trace.Id + Spans, () => SpansAsync(import, source, trace, cancellation));
        }
    }

    public async Task DatasetsAsync(ImportRow import, IMlflowTraces source, IReadOnlyDictionary<string, long> experiments, CancellationToken cancellation)
    {
        // A server that keeps its records in files has the call and answers it with a fault.
        await left.TryAsync(import, "evaluation datasets", async () =>
        {
            await foreach (SourceDataset dataset in source.DatasetsAsync(cancellation))
                await left.TryAsync(import, "evaluation dataset " + dataset.Dataset.Id, () => DatasetAsync(import, source, dataset, experiments, cancellation));
        });
        await foreach ((string what, string why) in source.StrangersAsync([.. experiments.Keys], cancellation)) await database.WriteAsync(s => state.Leave(s, import.Source, what, why), Lane.Tracking, cancellation);
    }

    private async Task OneAsync(ImportRow import, IMlflowTraces source, SourceItem<SourceTrace> item, long experiment, CancellationToken cancellation)
    {
        SourceTrace trace = await item.Read(cancellation);
        string? spans = await source.SpansAsync(trace, cancellation);
        await database.WriteAsync(s =>
        {
            if (tracking.Trace(s, experiment, new ImportedTrace(trace.Info.ToJsonString(), spans)) is not { } held) throw MlflowException.Exists("a trace with this id is here already");
            state.Note(s, import.Source, "trace", trace.Id, trace.Id, MlflowImport.Count(("traces", 1), ("spans", held.Spans), ("assessments", held.Assessments)));
            if (spans is null && !trace.GoesOn) state.Lose(s, import.Source, trace.Id + Spans, "its spans are nowhere to be read");
        }, Lane.Tracking, cancellation);
    }

    // Of a trace that was brought when they were nowhere to be read.
    private async Task SpansAsync(ImportRow import, IMlflowTraces source, SourceItem<SourceTrace> trace, CancellationToken cancellation)
    {
        if (await source.SpansAsync(await trace.Read(cancellation), cancellation) is not { } spans) return;
        await database.WriteAsync(s =>
        {
            if (tracking.Spans(s, trace.Id, spans) is { } count) state.Note(s, import.Source, "spans", trace.Id, trace.Id, MlflowImport.Count(("spans", count)));
            state.Forget(s, import.Source, ImportStateStore.Lost, trace.Id + Spans);
        }, Lane.Tracking, cancellation);
    }

    // Records come page by page; what a killed import brought of them is found again by its inputs.
    private async Task DatasetAsync(ImportRow import, IMlflowTraces source, SourceDataset dataset, IReadOnlyDictionary<string, long> experiments, CancellationToken cancellation)
    {
        string id = dataset.Dataset.Id;
        long[] homes = [.. dataset.Experiments.Where(experiments.ContainsKey).Select(e => experiments[e]).Distinct()];
        if (!await database.WriteAsync(s => Open(s, import, dataset.Dataset, homes), Lane.Tracking, cancellation)) return;
        long told = 0;
        await foreach (string list in source.RecordsAsync(id, cancellation)) told += await database.WriteAsync(s => tracking.Records(s, id, list), Lane.Tracking, cancellation);
        await database.WriteAsync(s => state.Note(s, import.Source, "dataset", id, id, MlflowImport.Count(("evaluation datasets", 1), ("evaluation records", told))), Lane.Tracking, cancellation);
    }

    /// <summary>Whether its records are still to be brought; noted as begun, so that one that was here before is told from it.</summary>
    private bool Open(SqlSession s, ImportRow import, ImportedDataset dataset, IReadOnlyList<long> homes)
    {
        if (state.Target(s, import.Source, "dataset", dataset.Id) is { } known) return known.Length == 0;
        if (!tracking.Dataset(s, dataset, homes)) throw MlflowException.Exists("one with this id is here already");
        state.Note(s, import.Source, "dataset", dataset.Id, "", MlflowImport.Count());
        return true;
    }
}
