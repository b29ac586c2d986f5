using System.Collections.Frozen;

namespace Cairn.Platform.Web;

/// <summary>One page's open ear: collects the topics that changed until they are taken.</summary>
public sealed class LiveSubscription : IDisposable
{
    private readonly Action<LiveSubscription> _close;
    private readonly FrozenSet<string> _topics;
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _signal = new(0, 1);

    internal LiveSubscription(IEnumerable<string> topics, Action<LiveSubscription> close) => (_topics, _close) = (topics.ToFrozenSet(StringComparer.Ordinal), close);

    internal void Offer(string topic)
    {
        if (!_topics.Contains(topic))
        {
            return;
        }

        lock (_changed)
        {
            // Only the first change after a taking wakes the reader, so the count never passes one.
            if (_changed.Add(topic) && _changed.Count == 1)
            {
                _signal.Release();
            }
        }
    }

    /// <summary>True when something changed, false when the time ran out.</summary>
    public Task<bool> ChangedAsync(TimeSpan within, CancellationToken stop) => _signal.WaitAsync(within, stop);

    /// <summary>The topics that changed, and begins anew.</summary>
    public string[] Take()
    {
        lock (_changed)
        {
            var taken = _changed.Order(StringComparer.Ordinal).ToArray();
            _changed.Clear();
            return taken;
        }
    }

    public void Dispose()
    {
        // A publisher may hold this subscription a moment longer; the semaphore has no handle to free.
        _close(this);
    }
}
