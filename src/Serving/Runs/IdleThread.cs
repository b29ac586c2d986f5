using System.Runtime.ExceptionServices;
using Cairn.OnnxRuntime;

namespace Cairn.Serving.Runs;

/// <summary>
/// A thread that runs when no other of the machine wants to, for calls of native code alone: threads that it started would have its priority for ever, and where it stood in managed code the garbage
/// collector, for which all others stop, would wait until it has a processor.
/// </summary>
internal sealed class IdleThread
{
    [ThreadStatic]
    private static IdleThread? t_own;

    private readonly ManualResetEventSlim _asked = new(false, spinCount: 0), _done = new(false, spinCount: 0);
    private Action? _work, _after;
    private Exception? _fault;

    private IdleThread()
    {
    }

    /// <summary>The one that does the calling thread's runs; null: it does them itself.</summary>
    public static IdleThread? OfThisThread { get => t_own; set => t_own = value; }

    /// <summary>Null where the system gives no more threads.</summary>
    public static IdleThread? TryMake()
    {
        var made = new IdleThread();
        try
        {
            new Thread(made.Work) { IsBackground = true, Name = "idle" }.Start();
            return made;
        }
        catch (OutOfMemoryException) { return null; }
    }

    /// <summary>Ends when the run has, and throws what it threw. One caller at a time.</summary>
    public void Run(OnnxRun run)
    {
        _done.Reset();
        Begin(run.Run, null);
        _done.Wait();
        if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault);
    }

    /// <summary>Does not wait for its end, and nobody is told what it throws.</summary>
    /// <param name="after">Called last, so that whoever gets the thread by it has it to himself.</param>
    public void Begin(Action work, Action? after)
    {
        (_work, _after) = (work, after);
        _asked.Set();
    }

    private void Work()
    {
        SchedulerPulse? pulse = SchedulerPulse.TryBeside();
        LowestPriority.Take();
        while (true)
        {
            _asked.Wait();
            _asked.Reset();
            (Action work, Action? after) = (_work!, _after);
            pulse?.Start();
            try
            {
                work();
                _fault = null;
            }
            catch (Exception e) { _fault = e; }
            pulse?.Stop();
            _done.Set();
            after?.Invoke();
        }
    }
}
