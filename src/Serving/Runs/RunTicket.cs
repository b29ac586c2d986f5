using System.Threading.Tasks.Sources;
using Cairn.Serving.Pipeline;

namespace Cairn.Serving.Runs;

/// <summary>One request that waits for its run.</summary>
internal sealed class RunTicket : IValueTaskSource
{
    private readonly RunQueue _queue;

    // The thread that runs models goes on with the next run; what follows this one belongs to other threads.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    public RunTicket(RunQueue queue, InferenceWork work)
    {
        (_queue, Work) = (queue, work);
        Place = new(this);
    }

    public InferenceWork Work { get; }

    /// <summary>Its place in the queue; in no list once it was taken or dropped.</summary>
    public LinkedListNode<RunTicket> Place { get; }

    /// <summary>What ends the run that took it; null while it waits.</summary>
    public RunStop? Run { get; private set; }

    /// <summary>Why it waits no more for the run that took it; null while it does. Set under the queue's lock.</summary>
    public Exception? Left { get; set; }

    /// <summary>Tells when its time is over.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Completes when the run is over.</summary>
    public ValueTask Answer => new(this, _core.Version);

    /// <summary>A run takes it. Under the queue's lock.</summary>
    public void Enter(RunStop run) => Run = Work.Stop = run;

    public void Done() => _core.SetResult(true);

    public void Fail(Exception fault) => _core.SetException(fault);

    /// <summary>The time of the client, or of the server's patience, is over.</summary>
    public void Expire() => _queue.Expire(this);

    /// <summary>The client has gone.</summary>
    public void Abandon() => _queue.Abandon(this);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
