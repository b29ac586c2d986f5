using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;

namespace Cairn.Data.Ingest;

/// <summary>One partition to be gathered.</summary>
/// <param name="Path">Absolute or relative to the drop folder, wildcards possible; null when the source is not a file.</param>
/// <param name="Trigger"><c>schedule</c>, <c>data</c>, <c>manual</c> or <c>retry</c>.</param>
internal sealed record IngestRequest(string Project, DataSource Source, string Partition, string? Path, string Trigger, Actor Actor);
