namespace Cairn.Tracking.Traces.Searching;

/// <summary>Where a page of traces ended. Newest first, the next one begins there whatever was added meanwhile; in another order it leaves out as many as came before.</summary>
/// <param name="Time">Of the last trace, in unix milliseconds.</param>
/// <param name="Id">Of the last trace; empty in another order.</param>
/// <param name="Offset">In another order how many came before, at least 1; else 0.</param>
internal sealed record TraceMark(long Time = 0, string Id = "", int Offset = 0)
{
    public bool IsOfTime => Id is { Length: > 0 };

    public string Encode() => PageToken.Write(this);

    /// <summary>Null for no token.</summary>
    /// <exception cref="MlflowException">It is not a token of ours.</exception>
    public static TraceMark? Decode(string? token) => PageToken.Read<TraceMark>(token, m => m.IsOfTime ? m.Offset == 0 && !m.Id.Contains('\0') : m.Offset > 0);
}
