namespace Cairn.Endpoints;

/// <summary>
/// Predictions and outcomes as Parquet, for DuckDB. Everything acknowledged before the call is in the answer. Times are domain time,
/// UTC; windows hold their start and not their end.
/// </summary>
public interface IPredictionLog
{
    /// <summary>
    /// Files with the predictions of whole days that touch the window; filter by <c>"at"</c> within (DuckDB wants it quoted, as <c>"row"</c>). Columns: <see cref="PredictionColumns"/>,
    /// then one per input and output. Read several with <c>union_by_name</c>.
    /// </summary>
    Task<IReadOnlyList<string>> PredictionFilesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default);

    /// <summary>Files with the outcomes received on days that touch the window: <c>prediction_id, key, value, text, at, received, seq, id</c>. Nothing is dropped: repeats are history.</summary>
    Task<IReadOnlyList<string>> OutcomeFilesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default);

    /// <summary>The window's predictions, each once, with the last outcome told for it by id or by key, if any.</summary>
    /// <param name="columns">Columns of the log that are wanted, <c>prediction_id</c> besides; null for all.</param>
    Task<JoinedWindow> JoinedAsync(
        string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, IReadOnlyList<string>? columns = null, CancellationToken cancellation = default);

    /// <summary>
    /// What became of the outcomes received in the window. They are looked for among the predictions of <see cref="EndpointsOptions.LateOutcomes"/> before it, and what was told before
    /// them is known as far back.
    /// </summary>
    Task<OutcomeSummary> OutcomesAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default);

    /// <summary>Days of the window that have anything, ascending. Counted without closing a segment.</summary>
    Task<IReadOnlyList<DayCount>> CountsAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default);

    /// <summary>
    /// Rows that the data plane counted as answered on a day, apart from the log; null when it did not count. After a crash it may know of less than the log.
    /// </summary>
    Task<long?> AnsweredRowsAsync(string project, string endpoint, string environment, DateOnly day, CancellationToken cancellation = default);

    /// <summary>One prediction by its id, from any endpoint; null when there is none.</summary>
    Task<LoggedPrediction?> FindAsync(string predictionId, CancellationToken cancellation = default);

    /// <summary>What shadows said in the window, held against the answers.</summary>
    Task<ShadowComparison> ShadowAsync(string project, string endpoint, string environment, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation = default);

    /// <summary>Turns what was logged so far into Parquet.</summary>
    Task CompactAsync(string project, string endpoint, string environment, CancellationToken cancellation = default);
}

/// <summary>A joined window.</summary>
/// <param name="Path">Parquet, one row per prediction: the columns of the log, then <c>outcome</c> (number), <c>outcome_text</c>, <c>outcome_at</c>, <c>outcome_received</c>, null without one. Kept for a while only: read it now.</param>
/// <param name="Predictions">Rows.</param>
/// <param name="Joined">Rows with an outcome.</param>
/// <param name="Told">Outcomes told for these rows, repeats counted.</param>
public sealed record JoinedWindow(string Path, long Predictions, long Joined, long Told);

/// <summary>One day of an endpoint.</summary>
/// <param name="Requests">Answered and failed.</param>
/// <param name="Rows">Predictions.</param>
/// <param name="Errors">Requests that were not answered with 200.</param>
/// <param name="Outcomes">Received that day, repeats counted.</param>
public sealed record DayCount(DateOnly Day, long Requests, long Rows, long Errors, long Outcomes);

/// <summary>A prediction in the log.</summary>
public sealed record LoggedPrediction(string PredictionId, string Route, string VersionId, string Variant, DateTimeOffset At, string? Key, double? Score);
