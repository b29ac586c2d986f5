using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>An evaluation dataset there, and the ids there of the experiments it belongs to.</summary>
internal sealed record SourceDataset(ImportedDataset Dataset, IReadOnlyList<string> Experiments);
