namespace Cairn.Serving;

/// <summary>What an endpoint answered with 200 on one day of domain time, counted as it was answered and apart from the log.</summary>
/// <param name="Rows">Rows of these, pinned ones too; retried requests that the log answered are not among them.</param>
public sealed record AnsweredDay(DateOnly Day, long Requests, long Rows);
