using Cairn.Contracts.Projects;

namespace Cairn.Compute.Targets;

/// <summary>
/// Who runs next on one target. Projects take turns, whatever the priorities of their tasks; within a project the higher priority goes first (<see cref="ProjectLine"/>).
/// The next in turn is not overtaken by another project, so a task that needs many slots gets them; a project that has used up its quota is
/// passed over until it gives some back.
/// </summary>
/// <param name="room">All that it has.</param>
/// <param name="quota">Slots that a project may have at once; null when there is no limit.</param>
internal sealed class TargetQueue(TargetShare room, Func<string, int?>? quota = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ProjectLine> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = [];
    private readonly List<QueueWaiter> _running = [];
    private string? _held;

    public int Slots => room.Slots;

    /// <summary>Free slots, fewer than none when more waits than is free.</summary>
    public int Room
    {
        get
        {
            lock (_lock) return Free.Slots - _waiting.Values.Sum(l => l.Slots);
        }
    }

    /// <summary>Slots that a project may have at once.</summary>
    public int Quota(string project) => Math.Clamp(quota?.Invoke(project) ?? room.Slots, 1, room.Slots);

    /// <summary>What a task of a project is given of what it asks for: at most all there is, or its project's slots.</summary>
    public TargetShare Given(string project, TargetShare share) => share.Within(room with { Slots = Quota(project) });

    /// <summary>Waits for a share, of which more than the target has counts as all of it; dispose the answer to give it back.</summary>
    public async Task<QueuePlace> EnterAsync(string project, string key, TargetShare share, Priority priority, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        QueueWaiter waiter = NewWaiter(project, key, share, priority);
        lock (_lock)
        {
            if (!_waiting.TryGetValue(project, out ProjectLine? line))
            {
                _waiting[project] = line = new ProjectLine();
                _turns.AddLast(project);
            }
            line.Add(waiter);
            Serve();
        }
        await using CancellationTokenRegistration registration = cancellation.UnsafeRegister(_ => Leave(waiter, cancellation), null);
        await waiter.Turn.Task;
        return PlaceOf(waiter);
    }

    /// <summary>Counts one that runs already.</summary>
    public QueuePlace Count(string project, string key, TargetShare share)
    {
        QueueWaiter waiter = NewWaiter(project, key, share, Priority.Normal);
        lock (_lock) _running.Add(waiter);
        return PlaceOf(waiter);
    }

    /// <summary>Lets nobody in for a reason, or with null again as before.</summary>
    public void Hold(string? reason)
    {
        lock (_lock)
        {
            _held = reason;
            Serve();
        }
    }

    public IReadOnlyList<QueuedTask> Snapshot()
    {
        lock (_lock)
        {
            QueueWaiter? next = Next;
            return [.. _running.Select(w => w.View(null, true)), .. _turns.SelectMany(p => Waiting(_waiting[p], next))];
        }
    }

    private TargetShare Free => _running.Aggregate(room, (free, w) => free.Less(w.Share));

    private bool SharesGpus => room.Gpus is > 0 and < int.MaxValue;

    private QueuePlace PlaceOf(QueueWaiter waiter) => new(waiter.Gpus, () => GiveBack(waiter)) { SharesGpus = SharesGpus };

    private QueueWaiter? Next => _turns.Select(p => _waiting[p].First).FirstOrDefault(w => !IsAtQuota(w));

    private bool IsAtQuota(QueueWaiter waiter) => quota?.Invoke(waiter.Project) is not null && Used(waiter.Project) + waiter.Slots > Quota(waiter.Project);

    private int Used(string project) => _running.Where(w => w.Project == project).Sum(w => w.Slots);

    private QueueWaiter NewWaiter(string project, string key, TargetShare share, Priority priority) => new(project, key, Given(project, share), priority);

    private IEnumerable<QueuedTask> Waiting(ProjectLine line, QueueWaiter? next)
    {
        int[] before = new int[ProjectLine.Levels];
        foreach (QueueWaiter waiter in line.InOrder())
        {
            yield return waiter.View(Because(waiter, before.Sum(), before.Skip((int)waiter.Priority + 1).Sum(), waiter == next), false);
            before[(int)waiter.Priority]++;
        }
    }

    private string Because(QueueWaiter waiter, int before, int higher, bool isNext)
    {
        if (_held is not null) return $"the target does not answer: {_held}";
        if (before > 0) return $"{before} of its project come first" + (higher > 0 ? $", {higher} of them by their priority" : "");
        if (IsAtQuota(waiter)) return $"needs {waiter.Slots} slots, its project has {Used(waiter.Project)} of the {Quota(waiter.Project)} it may have";
        if (!isNext) return "another project's turn comes first";
        return waiter.Share.Lacks(Free, room);
    }

    private void Serve()
    {
        while (_held is null && Servable() is { } next)
        {
            ProjectLine line = _waiting[next.Project];
            line.Serve(next);
            if (!Forget(next.Project, line)) Rotate(next.Project);
            // Numbers are given where they are this machine's; a cluster gives its own.
            if (SharesGpus) next.Gpus = [.. Enumerable.Range(0, room.Gpus).Except(_running.SelectMany(w => w.Gpus)).Take(next.Share.Gpus)];
            _running.Add(next);
            next.Turn.TrySetResult();
        }
    }

    /// <summary>
    /// The next in turn. While that one waits for memory or graphics processors alone, the first behind it that takes none of what those before it lack: it keeps
    /// nobody waiting for them. Nobody passes one that lacks slots.
    /// </summary>
    private QueueWaiter? Servable()
    {
        TargetShare free = Free;
        bool memory = false, gpus = false;
        foreach (QueueWaiter waiter in _turns.SelectMany(p => _waiting[p].InOrder()).Where(w => !IsAtQuota(w)))
        {
            TargetShare share = waiter.Share;
            bool takes = (memory && share.Memory > 0) || (gpus && share.Gpus > 0);
            if (!takes && share.Fits(free)) return waiter;
            if (share.Slots > free.Slots) return null;
            (memory, gpus) = (memory || share.Memory > free.Memory, gpus || share.Gpus > free.Gpus);
        }
        return null;
    }

    private void Rotate(string project)
    {
        _turns.Remove(project);
        _turns.AddLast(project);
    }

    private bool Forget(string project, ProjectLine line)
    {
        if (line.Count > 0) return false;
        _waiting.Remove(project);
        _turns.Remove(project);
        return true;
    }

    private void Leave(QueueWaiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            // One that has been served already gives its place back by itself.
            if (!_waiting.TryGetValue(waiter.Project, out ProjectLine? line) || !line.Remove(waiter)) return;
            Forget(waiter.Project, line);
            waiter.Turn.TrySetCanceled(cancellation);
            Serve();
        }
    }

    private void GiveBack(QueueWaiter waiter)
    {
        lock (_lock)
        {
            if (_running.Remove(waiter)) Serve();
        }
    }
}
