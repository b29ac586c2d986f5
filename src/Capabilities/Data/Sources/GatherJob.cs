using Cairn.Contracts.Ledger;

namespace Cairn.Data.Sources;

/// <summary>Payload of a gathering in the background.</summary>
/// <param name="From">First partition asked for; null: what is due.</param>
/// <param name="To">Last partition asked for.</param>
internal sealed record GatherJob(string Project, string Source, string Trigger, string? From = null, string? To = null, Actor? Actor = null);
