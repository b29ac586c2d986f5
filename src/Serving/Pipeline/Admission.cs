using Microsoft.Extensions.Options;

namespace Cairn.Serving.Pipeline;

/// <summary>Bounds how many requests are answered at once, and how many bytes they hold; the others are refused at once.</summary>
internal sealed class Admission(IOptions<ServingOptions> options)
{
    private readonly int _most = options.Value.MaxConcurrency;
    private readonly long _mostBytes = options.Value.MostBytesInFlight;
    private int _inFlight;
    private long _bytes;
    private long _rejected;

    public int InFlight => Volatile.Read(ref _inFlight);

    public long MostBytes => _mostBytes;

    /// <summary>Bytes that requests hold: larger bodies, tensors and answers.</summary>
    public long BytesInFlight => Interlocked.Read(ref _bytes);

    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>True: the caller must <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= _most) return true;
        Interlocked.Decrement(ref _inFlight);
        Interlocked.Increment(ref _rejected);
        return false;
    }

    /// <summary>True: the caller must <see cref="Free"/> them.</summary>
    public bool TryHold(long bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= _mostBytes) return true;
        Free(bytes);
        Interlocked.Increment(ref _rejected);
        return false;
    }

    /// <summary>Counts what is held already.</summary>
    public void Take(long bytes) => Interlocked.Add(ref _bytes, bytes);

    public void Free(long bytes) => Interlocked.Add(ref _bytes, -bytes);

    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
