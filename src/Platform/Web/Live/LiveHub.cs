using System.Collections.Concurrent;

namespace Cairn.Platform.Web;

/// <summary>
/// In-process topics for pages that are open: whoever changes something publishes its topic ("run:128", "loop:flight-delay"), and each
/// page that shows it fetches the part again. Publishing is cheap, never blocks and never fails; nobody listening is fine.
/// </summary>
public sealed class LiveHub(TimeProvider time)
{
    private const int Kept = 4096;
    private readonly string _boot = Guid.NewGuid().ToString("N")[..8];
    private readonly ConcurrentDictionary<LiveSubscription, byte> _open = new();
    private readonly (long Seq, string Topic)[] _recent = new (long, string)[Kept];
    private readonly Lock _gate = new();
    private long _seq;

    /// <summary>How many pages listen.</summary>
    public int Listeners => _open.Count;

    internal TimeProvider Time => time;

    /// <summary>Says that something under this topic changed.</summary>
    public void Publish(string topic)
    {
        lock (_gate)
        {
            var seq = ++_seq;
            _recent[seq % Kept] = (seq, topic);
        }

        foreach (var subscription in _open.Keys)
        {
            subscription.Offer(topic);
        }
    }

    /// <summary>Listens until disposed. <paramref name="lastEventId"/> is the id of the last message seen: what was published since is offered at once; all topics where that is not known.</summary>
    public LiveSubscription Subscribe(IReadOnlyCollection<string> topics, string? lastEventId)
    {
        var subscription = new LiveSubscription(topics, s => _open.TryRemove(s, out _));
        _open[subscription] = 0;
        foreach (var topic in lastEventId is null ? [] : Since(lastEventId) ?? topics)
        {
            subscription.Offer(topic);
        }

        return subscription;
    }

    /// <summary>The id to send with a message, from which a page can go on.</summary>
    internal string Position
    {
        get
        {
            lock (_gate)
            {
                return $"{_boot}-{_seq}";
            }
        }
    }

    private IReadOnlyCollection<string>? Since(string id)
    {
        if (!id.StartsWith(_boot + "-", StringComparison.Ordinal) || !long.TryParse(id.AsSpan(_boot.Length + 1), out var from))
        {
            return null;
        }

        lock (_gate)
        {
            return _seq - from >= Kept || from > _seq ? null : [.. _recent.Where(r => r.Seq > from).Select(r => r.Topic).Distinct()];
        }
    }
}
