namespace Cairn.Tracking.Imports;

/// <summary>What became of a sheet's rows.</summary>
/// <param name="Known">Rows that had been brought in before, with the same content.</param>
internal sealed record SheetReport(string Experiment, int Imported, int Known, IReadOnlyList<string> Params, IReadOnlyList<string> Metrics);
