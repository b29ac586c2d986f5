using System.Runtime.ExceptionServices;

namespace Cairn.Serving.Runs;

/// <summary>
/// A thread that runs when no other of the machine wants to. Only what computes may be done on it: threads and processes that it started would have its priority for ever, and so would one of the
/// thread pool that was made because of it. What comes before and after stays with the caller.
/// </summary>
internal sealed class IdleThread
{
    private readonly ManualResetEventSlim _asked = new(), _done = new();
    private Action _work = () => { };
    private bool _short;
    private Exception? _fault;

    public IdleThread() => new Thread(Work) { IsBackground = true, Name = "idle" }.Start();

    /// <summary>Ends when the work has, and throws what it threw. One caller at a time.</summary>
    /// <param name="isShort">It takes less than <see cref="SchedulerPulse.Nanoseconds"/>.</param>
    public void Run(Action work, bool isShort)
    {
        (_work, _short, _fault) = (work, isShort, null);
        _done.Reset();
        _asked.Set();
        _done.Wait();
        if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault);
    }

    private void Work()
    {
        SchedulerPulse? pulse = SchedulerPulse.OfThisThread();
        LowestPriority.Take();
        while (true)
        {
            _asked.Wait();
            _asked.Reset();
            if (!_short) pulse?.Start();
            try { _work(); }
            catch (Exception e) { _fault = e; }
            pulse?.Stop();
            _done.Set();
        }
    }
}
