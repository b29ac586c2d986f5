using Cairn.Contracts.Segments;

namespace Cairn.Serving.Tests.Support;

/// <summary>
/// A disk that keeps only what was synced: of a file what it held at its last sync, of a directory the names that were in it at its last sync. <see cref="Crash"/> shows it as it is after a power cut. What was there before the
/// log took it up is safe.
/// </summary>
internal sealed class LossyFiles : IDurableFiles
{
    private readonly Dictionary<string, Node> _now = new(StringComparer.Ordinal), _safe = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Lock _moment = new();

    /// <summary>Fails every sync from now on.</summary>
    public bool Broken { get; set; }

    /// <summary>Fails the next sync of a file alone.</summary>
    public bool BreakOnce { get; set; }

    /// <summary>Pretends to sync files and does not.</summary>
    public bool Lying { get; set; }

    /// <summary>Pretends to sync directories and does not.</summary>
    public bool Nameless { get; set; }

    /// <summary>Syncs of files wait while this is not set.</summary>
    public ManualResetEventSlim Syncs { get; } = new(initialState: true);

    /// <summary>After so many more operations the power is gone; null: never.</summary>
    public int? Left { get; set; }

    public void CreateDirectory(string path)
    {
        lock (_moment)
        {
            Spend();
            if (Directory.Exists(path)) return;
            Directory.CreateDirectory(path);
            Name(path, new Node());
        }
    }

    public IDurableFile Create(string path)
    {
        lock (_moment)
        {
            Spend();
            IDurableFile inner = DiskFiles.Instance.Create(path);
            return new LossyFile(this, inner, Name(path, new Node()));
        }
    }

    public IDurableFile Open(string path)
    {
        lock (_moment)
        {
            Spend();
            if (!_now.TryGetValue(path, out Node? node)) _safe[path] = node = Name(path, new Node { Content = [.. File.ReadAllBytes(path)], Synced = File.ReadAllBytes(path) });
            return new LossyFile(this, DiskFiles.Instance.Open(path), node);
        }
    }

    public void Rename(string from, string to, bool replace = false)
    {
        lock (_moment)
        {
            Spend();
            Take(from);
            if (replace) Take(to);
            DiskFiles.Instance.Rename(from, to, replace);
            _now.Remove(from, out Node? node);
            Name(to, node!);
        }
    }

    public void Delete(string path)
    {
        lock (_moment)
        {
            Spend();
            Take(path);
            DiskFiles.Instance.Delete(path);
            _now.Remove(path);
        }
    }

    public void SyncDirectory(string path)
    {
        lock (_moment)
        {
            Spend();
            if (Broken) throw new IOException("The disk is broken.");
            if (Nameless) return;
            foreach (string name in _known.Where(n => Path.GetDirectoryName(n) == path))
                if (_now.TryGetValue(name, out Node? node)) _safe[name] = node;
                else _safe.Remove(name);
        }
    }

    /// <summary>Copies the log as it would be found after a power cut at this moment.</summary>
    public void Crash(string from, string to)
    {
        lock (_moment)
        {
            foreach ((string path, Node node) in _safe.Where(s => s.Value.Synced is not null && IsBelow(s.Key, from) && !IsLost(s.Key)).Select(s => (s.Key, s.Value)))
                Write(path, node.Synced!);
            foreach (string path in Directory.EnumerateFiles(from, "*-*", SearchOption.AllDirectories).Where(p => !_known.Contains(p) && !IsLost(p)))
                Write(path, File.ReadAllBytes(path));
        }

        void Write(string path, byte[] bytes)
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.WriteAllBytes(copy, bytes);
        }
    }

    private static bool IsBelow(string path, string folder) => path.StartsWith(folder + '/', StringComparison.Ordinal);

    /// <summary>A directory above it is not safe.</summary>
    private bool IsLost(string path)
    {
        for (string? above = Path.GetDirectoryName(path); above is not null; above = Path.GetDirectoryName(above))
            if (_known.Contains(above) && !_safe.ContainsKey(above)) return true;
        return false;
    }

    private Node Name(string path, Node node)
    {
        _known.Add(path);
        return _now[path] = node;
    }

    /// <summary>What lies there and was not known until now is safe.</summary>
    private void Take(string path)
    {
        if (_known.Contains(path) || !File.Exists(path)) return;
        byte[] bytes = File.ReadAllBytes(path);
        _safe[path] = Name(path, new Node { Content = [.. bytes], Synced = bytes });
    }

    private void Spend()
    {
        if (Left is not { } left) return;
        if (left == 0) throw new IOException("The power is gone.");
        Left = left - 1;
    }

    /// <summary>A file, whatever it is called; or a directory, which has no bytes.</summary>
    private sealed class Node
    {
        public List<byte> Content { get; init; } = [];

        public byte[]? Synced { get; set; }
    }

    private sealed class LossyFile : IDurableFile
    {
        private readonly LossyFiles _disk;
        private readonly IDurableFile _inner;
        private readonly Node _node;

        public LossyFile(LossyFiles disk, IDurableFile inner, Node node)
        {
            (_disk, _inner, _node) = (disk, inner, node);
            node.Synced ??= [];
        }

        public void Append(ReadOnlySpan<byte> data)
        {
            lock (_disk._moment)
            {
                _disk.Spend();
                _inner.Append(data);
                _node.Content.AddRange(data);
            }
        }

        public void Sync()
        {
            _disk.Syncs.Wait();
            lock (_disk._moment)
            {
                _disk.Spend();
                bool once = _disk.BreakOnce;
                _disk.BreakOnce = false;
                if (once || _disk.Broken) throw new IOException("The disk is broken.");
                if (!_disk.Lying) _node.Synced = [.. _node.Content];
            }
        }

        public void Truncate(long length)
        {
            lock (_disk._moment)
            {
                _disk.Spend();
                _inner.Truncate(length);
                _node.Content.RemoveRange((int)length, _node.Content.Count - (int)length);
            }
        }

        public void Dispose() => _inner.Dispose();
    }
}
