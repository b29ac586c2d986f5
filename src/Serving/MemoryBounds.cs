namespace Cairn.Serving;

/// <summary>The largest body, and what all requests at once may hold; each follows the other where the settings leave it open, so that a body that is taken can be parsed, too, unless its numbers are much shorter as text than as elements.</summary>
internal readonly record struct MemoryBounds(int Body, long InFlight)
{
    /// <summary>A body, and elements as large again, whose room is doubled while the one before is still held.</summary>
    public const int PerBody = 4;

    private const int LeastBody = 1024, UsualBody = 64 << 20;
    private const long UsualInFlight = 512 << 20;

    /// <param name="body">0: left open.</param>
    /// <param name="inFlight">0: left open.</param>
    /// <param name="memory">What this process may use.</param>
    public static MemoryBounds Of(int body, long inFlight, long memory)
    {
        // What is wrong is told by the check of the settings.
        if (body < 0 || inFlight < 0) return new(body, inFlight);
        if (inFlight == 0) inFlight = Math.Max(Math.Min((long)body * PerBody, memory / 2), Math.Min(UsualInFlight, memory / 4));
        if (body == 0) body = (int)Math.Clamp(inFlight / PerBody, LeastBody, UsualBody);
        return new(body, Math.Max(body, inFlight));
    }
}
