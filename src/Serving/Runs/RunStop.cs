using Cairn.OnnxRuntime;

namespace Cairn.Serving.Runs;

/// <summary>Ends a run when none of those whom it answers waits any more.</summary>
/// <param name="waiting">How many they are.</param>
internal sealed class RunStop(int waiting)
{
    private readonly Lock _gate = new();
    private int _waiting = waiting;
    private OnnxRun? _run;

    /// <summary>One of them waits no more.</summary>
    public void Leave()
    {
        lock (_gate)
            if (--_waiting == 0) _run?.Terminate();
    }

    /// <summary>Runs, unless or until nobody waits. False when the context was ended meanwhile and must not be used again.</summary>
    /// <exception cref="OnnxException">The run failed, or was ended.</exception>
    public bool Run(OnnxRun run)
    {
        lock (_gate)
        {
            _run = run;
            if (_waiting == 0) run.Terminate();
        }

        try { run.Run(); }
        finally { lock (_gate) _run = null; }
        return Volatile.Read(ref _waiting) > 0;
    }
}
