namespace Cairn.Client;

/// <summary>Something that waits in the queue for its turn: a message, or, without one, the word that all before it is done.</summary>
internal sealed class RunAct(BufferKind? kind, byte[] payload)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BufferKind? Kind => kind;

    public byte[] Payload => payload;

    public Task Done => _done.Task;

    public static RunAct Flush() => new(null, []);

    public void Finish() => _done.TrySetResult();

    public void Fail(Exception fault) => _done.TrySetException(fault);
}
