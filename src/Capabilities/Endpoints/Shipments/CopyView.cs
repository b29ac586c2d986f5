namespace Cairn.Endpoints;

/// <summary>A copy of the data plane that ships its log, as far as one endpoint goes.</summary>
/// <param name="Log">Its log, 32 hex digits.</param>
/// <param name="Actor">Whose token it came with.</param>
/// <param name="ToldAt">Real time at which it last told of itself.</param>
/// <param name="WaitingSegments">Closed segments that it had not shipped then.</param>
/// <param name="Dropped">Records that it gave up since its start because its log was full.</param>
/// <param name="Refused">Segments that were not taken for what was in them, since its start; they lie there.</param>
/// <param name="Held">Its log was full: it refused required predictions and outcomes.</param>
public sealed record CopyView(string Log, string Actor, DateTimeOffset ToldAt, long WaitingSegments, long WaitingBytes, long Dropped, long Refused, bool Held)
{
    /// <summary>Segments that came.</summary>
    public long Segments { get; init; }

    /// <summary>Rows in them: predictions, failed requests, outcomes and what shadows said.</summary>
    public long Rows { get; init; }

    /// <summary>When the last one came; null before the first.</summary>
    public DateTimeOffset? LastAt { get; init; }
}
