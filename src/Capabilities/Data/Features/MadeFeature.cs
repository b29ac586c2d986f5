using Cairn.Contracts.Ledger;

namespace Cairn.Data;

/// <summary>A feature that a run made.</summary>
/// <param name="Keyed">Digest of the keyed file among the artifacts.</param>
/// <param name="Table">Digest of the Parquet file with all facts.</param>
/// <param name="Cause">The event that the run began with.</param>
public sealed record MadeFeature(string Project, string Name, string Keyed, string Table, string RunId, string Cause, Actor Actor);
