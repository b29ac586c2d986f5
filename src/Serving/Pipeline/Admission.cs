using Microsoft.Extensions.Options;

namespace Cairn.Serving.Pipeline;

/// <summary>Bounds how many requests are answered at once; the others are refused at once.</summary>
internal sealed class Admission(IOptions<ServingOptions> options)
{
    private readonly int _most = options.Value.MaxConcurrency;
    private int _inFlight;
    private long _rejected;

    public int InFlight => Volatile.Read(ref _inFlight);

    public long Rejected => Interlocked.Read(ref _rejected);

    /// <summary>True: the caller must <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inFlight) <= _most) return true;
        Interlocked.Decrement(ref _inFlight);
        Interlocked.Increment(ref _rejected);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inFlight);
}
