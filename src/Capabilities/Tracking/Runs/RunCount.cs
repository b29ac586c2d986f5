using Cairn.Platform.Web;

namespace Cairn.Tracking;

/// <summary>How many runs there are.</summary>
/// <param name="Exact">Otherwise there are at least so many: counting went no further.</param>
public sealed record RunCount(long Count, bool Exact)
{
    internal string Words => $"{Format.Count(Count)}{(Exact ? "" : "+")} {(this is { Count: 1, Exact: true } ? "run" : "runs")}";
}
