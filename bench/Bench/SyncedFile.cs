using System.Threading.Channels;

namespace Cairn.Bench;

/// <summary>The least that a durable write needs: bodies appended to a file, as many as wait to one sync, answered after it.</summary>
internal sealed class SyncedFile
{
    private readonly Channel<(byte[] Body, TaskCompletionSource Done)> _waiting = Channel.CreateUnbounded<(byte[], TaskCompletionSource)>();

    public SyncedFile() => _ = Task.Run(WriteAsync);

    public async Task AppendAsync(byte[] body)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _waiting.Writer.WriteAsync((body, done));
        await done.Task;
    }

    private async Task WriteAsync()
    {
        await using var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        var written = new List<TaskCompletionSource>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (_waiting.Reader.TryRead(out var next))
            {
                file.Write(next.Body);
                written.Add(next.Done);
            }
            file.Flush(flushToDisk: true);
            foreach (TaskCompletionSource done in written) done.SetResult();
            written.Clear();
        }
    }
}
