namespace Cairn.Tracking.Imports;

/// <summary>What writes what others tracked, kind by kind.</summary>
internal sealed record ImportStores(ImportStore Rows, TraceImport Traces, DatasetImport Datasets);
