using Cairn.Contracts.Segments;

namespace Cairn.Serving.Tests.Support;

/// <summary>A disk whose first sync takes as long as the test wishes.</summary>
internal sealed class HeldFiles : IDurableFiles
{
    private readonly ManualResetEventSlim _go = new();
    private readonly TaskCompletionSource _syncing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first sync has begun.</summary>
    public Task Syncing => _syncing.Task;

    public void LetGo() => _go.Set();

    public IDurableFile Create(string path) => new HeldFile(this, DiskFiles.Instance.Create(path));

    public IDurableFile Open(string path) => new HeldFile(this, DiskFiles.Instance.Open(path));

    public void CreateDirectory(string path) => DiskFiles.Instance.CreateDirectory(path);

    public void Rename(string from, string to, bool replace) => DiskFiles.Instance.Rename(from, to, replace);

    public void Delete(string path) => DiskFiles.Instance.Delete(path);

    public void SyncDirectory(string path) => DiskFiles.SyncDirectory(path);

    private sealed class HeldFile(HeldFiles disk, IDurableFile inner) : IDurableFile
    {
        public void Append(ReadOnlySpan<byte> data) => inner.Append(data);

        public void Sync()
        {
            disk._syncing.TrySetResult();
            disk._go.Wait();
            inner.Sync();
        }

        public void Truncate(long length) => inner.Truncate(length);

        public void Dispose() => inner.Dispose();
    }
}
