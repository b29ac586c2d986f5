using Cairn.Statistics;

namespace Cairn.Serving.Metrics;

/// <summary>
/// The newest part of what a histogram counted: of the last five minutes, up to half as much more; for who asks more seldom, all since the question
/// before. The questions alone keep it, so it costs those who are measured nothing.
/// </summary>
internal sealed class LatencyWindow(TimeProvider real)
{
    private static readonly TimeSpan Width = TimeSpan.FromMinutes(5), Step = Width / 2;
    private readonly Lock _gate = new();
    private readonly Queue<(long At, LatencySnapshot Counts)> _marks = new();
    private LatencySnapshot _from = LatencySnapshot.Empty;
    private long? _newest;

    /// <param name="counts">All that was counted until now.</param>
    public LatencySnapshot Of(LatencySnapshot counts)
    {
        lock (_gate)
        {
            while (_marks.TryPeek(out var mark) && real.GetElapsedTime(mark.At) >= Width)
            {
                _from = mark.Counts;
                _marks.Dequeue();
            }

            if (_newest is null || real.GetElapsedTime(_newest.Value) >= Step)
            {
                _newest = real.GetTimestamp();
                _marks.Enqueue((_newest.Value, counts));
            }

            return counts.Since(_from);
        }
    }
}
