namespace Cairn.Bench;

/// <summary>What became of an open loop.</summary>
/// <param name="Answered">Answers with 200 a second.</param>
/// <param name="AnswerMs">99th percentile of the time to an answer from its sending, in milliseconds; 0 when there was none.</param>
/// <param name="RejectionMs">99th percentile of the time to a 429, in milliseconds; 0 when there was none.</param>
internal sealed record OpenResult(double Answered, double AnswerMs, double RejectionMs);
