namespace Cairn.Serving.Pipeline;

/// <summary>The bytes of one body, as they come to be more.</summary>
internal sealed class BodyLease(RequestMemory memory) : IDisposable
{
    private long _held;

    /// <summary>Holds as many in all.</summary>
    public void Grow(long bytes)
    {
        if (bytes <= _held) return;
        memory.Hold(bytes - _held);
        _held = bytes;
    }

    public void Dispose()
    {
        memory.Free(_held);
        _held = 0;
    }
}
