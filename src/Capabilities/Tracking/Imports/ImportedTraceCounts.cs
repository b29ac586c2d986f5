namespace Cairn.Tracking;

/// <summary>What a trace holds that was brought in.</summary>
public sealed record ImportedTraceCounts(int Spans, int Assessments);
