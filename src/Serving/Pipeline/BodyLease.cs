namespace Cairn.Serving.Pipeline;

/// <summary>The bytes of bodies that one request holds, from their reading to its answer. Small bodies hold none: their number is bounded.</summary>
internal sealed class BodyLease(Admission admission) : IDisposable
{
    private long _held;

    /// <summary>Holds as many in all.</summary>
    /// <exception cref="RequestFault">429: the requests at once hold as many as may be.</exception>
    public void Grow(long bytes)
    {
        if (bytes <= _held) return;
        if (!admission.TryHold(bytes - _held)) throw new RequestFault(429, ErrorKind.Overload, "The bodies that are being read take all the memory that they may; try again in a second.");
        _held = bytes;
    }

    public void Dispose()
    {
        admission.Free(_held);
        _held = 0;
    }
}
