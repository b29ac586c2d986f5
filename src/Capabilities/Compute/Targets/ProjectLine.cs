using Cairn.Contracts.Projects;

namespace Cairn.Compute.Targets;

/// <summary>
/// What waits of one project: the higher priority first, and first come, first served within each. One that was overtaken by eight of a higher
/// priority is next, so that none waits for ever.
/// </summary>
internal sealed class ProjectLine
{
    private const int MostOvertaken = 8;
    public static readonly int Levels = Enum.GetValues<Priority>().Length;
    private readonly LinkedList<QueueWaiter>[] _lines = [.. Enumerable.Range(0, Levels).Select(_ => new LinkedList<QueueWaiter>())];

    // How many of a higher priority went before the first of each line.
    private readonly int[] _overtaken = new int[Levels];

    public int Count => _lines.Sum(l => l.Count);

    public int Slots => _lines.Sum(l => l.Sum(w => w.Slots));

    /// <summary>The next of them.</summary>
    public QueueWaiter First => (_lines.Where((l, level) => l.Count > 0 && _overtaken[level] >= MostOvertaken).FirstOrDefault() ?? _lines.Last(l => l.Count > 0)).First!.Value;

    /// <summary>The next, then the others as they would be served if none grew impatient.</summary>
    public IEnumerable<QueueWaiter> InOrder()
    {
        QueueWaiter first = First;
        return Enumerable.Reverse(_lines).SelectMany(l => l).Where(w => w != first).Prepend(first);
    }

    public void Add(QueueWaiter waiter) => _lines[(int)waiter.Priority].AddLast(waiter);

    /// <summary>It waits no more; false when it did not.</summary>
    public bool Remove(QueueWaiter waiter)
    {
        int level = (int)waiter.Priority;
        if (_lines[level].First?.Value == waiter) _overtaken[level] = 0;
        return _lines[level].Remove(waiter);
    }

    /// <summary>It was served.</summary>
    public void Serve(QueueWaiter waiter)
    {
        Remove(waiter);
        for (int below = 0; below < (int)waiter.Priority; below++) _overtaken[below] = _lines[below].Count > 0 ? _overtaken[below] + 1 : 0;
    }
}
