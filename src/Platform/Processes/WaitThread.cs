using System.Collections.Concurrent;

namespace Cairn.Platform.Processes;

/// <summary>A thread that waits for one child process at a time. A few are kept when theirs has ended: to wake one costs a fraction of what it costs to start one.</summary>
internal sealed class WaitThread
{
    private const int MostIdle = 16, StackSize = 1 << 17;
    private static readonly ConcurrentStack<WaitThread> Idle = new();
    private readonly SemaphoreSlim _given = new(0);
    private Action _wait = () => { };

    private WaitThread() => new Thread(Loop, StackSize) { IsBackground = true, Name = "wait" }.Start();

    /// <param name="wait">Blocks; does not throw.</param>
    public static void Run(Action wait)
    {
        if (!Idle.TryPop(out WaitThread? thread)) thread = new WaitThread();
        thread._wait = wait;
        thread._given.Release();
    }

    private void Loop()
    {
        while (true)
        {
            _given.Wait();
            _wait();
            if (Idle.Count >= MostIdle) return;
            Idle.Push(this);
        }
    }
}
