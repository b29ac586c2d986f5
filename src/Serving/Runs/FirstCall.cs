using System.Runtime.ExceptionServices;

namespace Cairn.Serving.Runs;

/// <summary>A call whose result is taken by who waits for it, or dropped where nobody waits any more.</summary>
internal sealed class FirstCall(Func<nint> call, Action<nint> drop)
{
    private const int Awaited = 0, Made = 1, Left = 2;
    private readonly ManualResetEventSlim _made = new(false, spinCount: 0);
    private int _state;
    private nint _result;
    private Exception? _fault;

    /// <summary>False: nobody waits for it any more. What the call throws is told to who waits.</summary>
    public bool Make()
    {
        try { _result = call(); }
        catch (Exception e) { _fault = e; }
        if (Interlocked.CompareExchange(ref _state, Made, Awaited) == Awaited)
        {
            _made.Set();
            return true;
        }

        if (_fault is null) drop(_result);
        return false;
    }

    /// <summary>False: nobody waits any more.</summary>
    /// <exception cref="Exception">What the call threw.</exception>
    public bool TryWait(TimeSpan patience, out nint made)
    {
        made = 0;
        if (!_made.Wait(patience) && Interlocked.CompareExchange(ref _state, Left, Awaited) == Awaited) return false;
        if (_fault is { } fault) ExceptionDispatchInfo.Throw(fault);
        made = _result;
        return true;
    }
}
