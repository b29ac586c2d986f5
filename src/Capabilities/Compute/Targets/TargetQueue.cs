namespace Cairn.Compute.Targets;

/// <summary>
/// Who runs next on one target. Projects take turns; within a project first come, first served. The next in turn is never overtaken,
/// so a task that needs many slots gets them; a project that has used up its quota is passed over until it gives some back.
/// </summary>
/// <param name="quota">Slots that a project may have at once; null when there is no limit.</param>
internal sealed class TargetQueue(int slots, Func<string, int?>? quota = null)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<Waiter>> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = [];
    private readonly List<Waiter> _running = [];
    private string? _held;

    public int Slots => slots;

    /// <summary>Free slots, fewer than none when more waits than is free.</summary>
    public int Room
    {
        get
        {
            lock (_lock) return Free - _waiting.Values.Sum(l => l.Sum(w => w.Slots));
        }
    }

    /// <summary>Slots that a project may have at once.</summary>
    public int Quota(string project) => Math.Clamp(quota?.Invoke(project) ?? slots, 1, slots);

    /// <summary>Waits for <paramref name="share"/> slots, rounded up; dispose the answer to give them back.</summary>
    public async Task<IDisposable> EnterAsync(string project, string key, double share, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiter = NewWaiter(project, key, share);
        lock (_lock)
        {
            if (!_waiting.TryGetValue(project, out LinkedList<Waiter>? line)) _waiting[project] = line = [];
            if (line.Count == 0) _turns.AddLast(project);
            line.AddLast(waiter);
            Serve();
        }
        await using CancellationTokenRegistration registration = cancellation.UnsafeRegister(_ => Leave(waiter, cancellation), null);
        await waiter.Turn.Task;
        return new Place(this, waiter);
    }

    /// <summary>Counts one that runs already.</summary>
    public IDisposable Count(string project, string key, double share)
    {
        var waiter = NewWaiter(project, key, share);
        lock (_lock) _running.Add(waiter);
        return new Place(this, waiter);
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
            IEnumerable<QueuedTask> running = _running.Select(w => new QueuedTask(w.Project, w.Key, w.Slots, null, true));
            Waiter? next = Next;
            return [.. running, .. _turns.SelectMany(p => _waiting[p].Select((w, i) => new QueuedTask(w.Project, w.Key, w.Slots, Because(w, i, w == next), false)))];
        }
    }

    private int Free => slots - _running.Sum(w => w.Slots);

    private Waiter? Next => _turns.Select(p => _waiting[p].First!.Value).FirstOrDefault(w => !IsAtQuota(w));

    private bool IsAtQuota(Waiter waiter) => quota?.Invoke(waiter.Project) is not null && Used(waiter.Project) + waiter.Slots > Quota(waiter.Project);

    private int Used(string project) => _running.Where(w => w.Project == project).Sum(w => w.Slots);

    private Waiter NewWaiter(string project, string key, double share) => new(project, key, (int)Math.Clamp(Math.Ceiling(share), 1, Quota(project)));

    private string Because(Waiter waiter, int before, bool isNext)
    {
        if (_held is not null) return $"the target does not answer: {_held}";
        if (before > 0) return $"{before} of its project come first";
        if (IsAtQuota(waiter)) return $"needs {waiter.Slots} slots, its project has {Used(waiter.Project)} of the {Quota(waiter.Project)} it may have";
        if (!isNext) return "another project's turn comes first";
        return $"needs {waiter.Slots} of {slots} slots, {Math.Max(Free, 0)} free";
    }

    private void Serve()
    {
        while (_held is null && Next is { } next && next.Slots <= Free)
        {
            Unqueue(next);
            if (_waiting.ContainsKey(next.Project)) Rotate(next.Project);
            _running.Add(next);
            next.Turn.TrySetResult();
        }
    }

    private void Rotate(string project)
    {
        _turns.Remove(project);
        _turns.AddLast(project);
    }

    private bool Unqueue(Waiter waiter)
    {
        if (!_waiting.TryGetValue(waiter.Project, out LinkedList<Waiter>? line) || !line.Remove(waiter)) return false;
        if (line.Count > 0) return true;
        _waiting.Remove(waiter.Project);
        _turns.Remove(waiter.Project);
        return true;
    }

    private void Leave(Waiter waiter, CancellationToken cancellation)
    {
        lock (_lock)
        {
            // One that has been served already gives its place back by itself.
            if (!Unqueue(waiter)) return;
            waiter.Turn.TrySetCanceled(cancellation);
            Serve();
        }
    }

    private void GiveBack(Waiter waiter)
    {
        lock (_lock)
        {
            if (_running.Remove(waiter)) Serve();
        }
    }

    // Two of them are never equal: one key may be counted and wait at once only by mistake, but must not be mixed up then.
    private sealed class Waiter(string project, string key, int slots)
    {
        public string Project => project;

        public string Key => key;

        public int Slots => slots;

        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(TargetQueue queue, Waiter waiter) : IDisposable
    {
        public void Dispose() => queue.GiveBack(waiter);
    }
}
