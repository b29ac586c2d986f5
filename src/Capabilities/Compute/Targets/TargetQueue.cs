namespace Cairn.Compute.Targets;

/// <summary>
/// Who runs next on one target. Projects take turns; within a project first come, first served. The next in turn is never overtaken,
/// so a task that needs many slots gets them.
/// </summary>
internal sealed class TargetQueue(int slots)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedList<Waiter>> _waiting = new(StringComparer.Ordinal);
    private readonly LinkedList<string> _turns = [];
    private readonly List<Waiter> _running = [];

    public int Slots => slots;

    /// <summary>Waits for <paramref name="share"/> slots, rounded up; dispose the answer to give them back.</summary>
    public async Task<IDisposable> EnterAsync(string project, string key, double share, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiter = new Waiter(project, key, (int)Math.Clamp(Math.Ceiling(share), 1, slots));
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

    public IReadOnlyList<QueuedTask> Snapshot()
    {
        lock (_lock)
        {
            IEnumerable<QueuedTask> running = _running.Select(w => new QueuedTask(w.Project, w.Key, w.Slots, null));
            string? first = _turns.First?.Value;
            return [.. running, .. _turns.SelectMany(p => _waiting[p].Select((w, i) => new QueuedTask(w.Project, w.Key, w.Slots, Because(w, i, p == first))))];
        }
    }

    private int Free => slots - _running.Sum(w => w.Slots);

    private string Because(Waiter waiter, int before, bool itsTurn)
    {
        if (before > 0) return $"{before} of its project come first";
        if (!itsTurn) return "another project's turn comes first";
        return $"needs {waiter.Slots} of {slots} slots, {Free} free";
    }

    private void Serve()
    {
        while (_turns.First is { } turn && _waiting[turn.Value].First!.Value is var next && next.Slots <= Free)
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

    private sealed record Waiter(string Project, string Key, int Slots)
    {
        public TaskCompletionSource Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Place(TargetQueue queue, Waiter waiter) : IDisposable
    {
        public void Dispose() => queue.GiveBack(waiter);
    }
}
