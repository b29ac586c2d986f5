namespace Cairn.Registry.Imports;

/// <summary>What was there and what is here of it.</summary>
/// <param name="Source">Address or file, without credentials.</param>
/// <param name="State"><c>running</c>, <c>done</c> or <c>failed</c>.</param>
/// <param name="Matches">All counts are the same, and nothing was left out.</param>
/// <param name="LeftOut">What could not be brought over, and why.</param>
/// <param name="Changed">What is here, but not as it was there, and how.</param>
internal sealed record ImportReport(string Source, string State, string? Fault, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, bool Matches, IReadOnlyList<ImportCount> Counts, IReadOnlyList<string> LeftOut, IReadOnlyList<string> Changed);
