namespace Cairn.Serving.Shadows;

/// <summary>
/// What shadows may take of the machine: all together an eighth of the time of its processors, a quarter of one where there are two. Their threads yield to all others, yet a processor that is never idle
/// is one that a host takes away from its virtual machine more often, for milliseconds, and who was answering on it waits.
/// </summary>
internal sealed class ShadowShare(int processors)
{
    private const double Part = 1 / 8.0;
    private int _computing;

    /// <summary>How many times as long as a run took passes from its begin to that of the next one of the same shadow: at least 1.</summary>
    public double Stretch => Math.Max(1, Volatile.Read(ref _computing) / (processors * Part));

    /// <summary>One more computes, until this is disposed of.</summary>
    public IDisposable Take() => new Place(this);

    private sealed class Place : IDisposable
    {
        private readonly ShadowShare _of;

        public Place(ShadowShare of) => Interlocked.Increment(ref (_of = of)._computing);

        public void Dispose() => Interlocked.Decrement(ref _of._computing);
    }
}
