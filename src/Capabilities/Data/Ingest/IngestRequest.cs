using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;

namespace Cairn.Data.Ingest;

/// <summary>One partition to be gathered.</summary>
/// <param name="Source">As it stands for this partition.</param>
/// <param name="Known">Fingerprint of what was taken before; null when nothing was.</param>
/// <param name="Trigger"><c>schedule</c>, <c>data</c>, <c>manual</c> or <c>retry</c>.</param>
internal sealed record IngestRequest(string Project, DataSource Source, string Partition, string? Known, string Trigger, Actor Actor);
