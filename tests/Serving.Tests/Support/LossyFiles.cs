using Cairn.Contracts.Segments;

namespace Cairn.Serving.Tests.Support;

/// <summary>A disk that keeps only what was synced: <see cref="Crash"/> cuts every file back, as a power cut does.</summary>
internal sealed class LossyFiles : IDurableFiles
{
    private readonly Dictionary<string, LossyFile> _files = new(StringComparer.Ordinal);
    private readonly Lock _moment = new();

    /// <summary>Fails every sync from now on.</summary>
    public bool Broken { get; set; }

    /// <summary>Fails the next sync alone.</summary>
    public bool BreakOnce { get; set; }

    /// <summary>Pretends to sync and does not.</summary>
    public bool Lying { get; set; }

    public IDurableFile Create(string path)
    {
        lock (_moment) return _files[path] = new LossyFile(this, DiskFiles.Instance.Create(path), 0);
    }

    public IDurableFile Open(string path)
    {
        lock (_moment) return _files[path] = new LossyFile(this, DiskFiles.Instance.Open(path), new FileInfo(path).Length);
    }

    public void Rename(string from, string to)
    {
        lock (_moment)
        {
            DiskFiles.Instance.Rename(from, to);
            if (_files.Remove(from, out LossyFile? file)) _files[to] = file;
        }
    }

    /// <summary>Copies the log as it would be found after a power cut at this moment.</summary>
    public void Crash(string from, string to)
    {
        lock (_moment) CopySynced(from, to);
    }

    private void CopySynced(string from, string to)
    {
        foreach (string path in Directory.EnumerateFiles(from, "*-*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            byte[] bytes = File.ReadAllBytes(path);
            long synced = _files.TryGetValue(path, out LossyFile? file) ? file.Synced : bytes.Length;
            File.WriteAllBytes(copy, bytes[..(int)Math.Min(synced, bytes.Length)]);
        }
    }

    private sealed class LossyFile(LossyFiles disk, IDurableFile inner, long length) : IDurableFile
    {
        private long _length = length;
        private long _synced = length;

        public long Synced => Interlocked.Read(ref _synced);

        public void Append(ReadOnlySpan<byte> data)
        {
            inner.Append(data);
            _length += data.Length;
        }

        public void Sync()
        {
            bool once = disk.BreakOnce;
            disk.BreakOnce = false;
            if (once || disk.Broken) throw new IOException("The disk is broken.");
            if (!disk.Lying) Interlocked.Exchange(ref _synced, _length);
        }

        public void Truncate(long length)
        {
            inner.Truncate(length);
            _length = length;
        }

        public void Dispose() => inner.Dispose();
    }
}
