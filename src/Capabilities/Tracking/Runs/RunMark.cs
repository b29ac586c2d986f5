namespace Cairn.Tracking.Runs;

/// <summary>Where a page of runs ended, so that the next one begins there whatever was added meanwhile, at the cost of its own rows.</summary>
/// <param name="Part">Of an order by a metric: 0 runs with a number, 1 with NaN, 2 without; 0 in the order of time.</param>
/// <param name="Value">The metric's number in part 0 of an order by it.</param>
/// <param name="Offset">Used alone, where an order has no mark of its own.</param>
internal sealed record RunMark(int Part = 0, double? Value = null, long Start = 0, string Id = "", int Offset = 0)
{
    public string Encode() => Id.Length == 0 ? PageToken.Encode(Offset) : PageToken.Write(this);

    /// <summary>Null for no token.</summary>
    /// <exception cref="MlflowException">It is not a token of ours.</exception>
    public static RunMark? Decode(string? token) => string.IsNullOrEmpty(token) ? null
        : PageToken.Read<RunMark>(token) is { Part: >= 0 and <= 2, Offset: 0, Id.Length: > 0 } mark ? mark
        : new RunMark(Offset: PageToken.Decode(token));
}
