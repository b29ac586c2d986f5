using System.Collections.Concurrent;
using Cairn.Platform;

namespace Cairn.Compute.Tasks;

/// <summary>Logs of tasks, one file each, masked before anybody reads them.</summary>
internal sealed class TaskLogs(PlatformOptions options)
{
    private const int MaxRead = 1 << 20;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ConcurrentDictionary<string, LogMask> _masks = new(StringComparer.Ordinal);
    private readonly string _folder = options.Folder("compute-logs");

    public string Path(string key) => TaskRules.IsKey(key) ? System.IO.Path.Combine(_folder, key + ".log") : throw new ArgumentException("This is not a task's key.", nameof(key));

    public void Open(ComputeTask task)
    {
        if (task.Secrets.Count > 0) _masks[task.Key] = new LogMask(task.Secrets);
        new FileStream(Path(task.Key), new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = Private }).Dispose();
    }

    /// <summary>After the last byte has been written.</summary>
    public void Close(string key)
    {
        if (!_masks.TryGetValue(key, out LogMask? mask)) return;
        mask.BlotFile(Path(key));
        _masks.TryRemove(key, out _);
    }

    public void Forget(string key) => File.Delete(Path(key));

    /// <summary>Up to 1 MiB from <paramref name="offset"/>. While it may still grow, what might be the beginning of a secret is held back.</summary>
    public byte[] Read(string key, long offset, bool growing)
    {
        if (!File.Exists(Path(key))) return [];
        LogMask mask = _masks.GetValueOrDefault(key) ?? new LogMask([]);
        using var file = new FileStream(Path(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        long end = file.Length - (growing ? Math.Max(mask.Reach - 1, 0) : 0);
        int length = (int)Math.Clamp(end - offset, 0, MaxRead);
        if (length == 0) return [];
        long from = Math.Max(0, offset - mask.Reach), to = Math.Min(file.Length, offset + length + mask.Reach);
        byte[] bytes = new byte[to - from];
        file.Position = from;
        int read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        mask.Blot(bytes.AsSpan(0, read));
        int skip = (int)(offset - from);
        return bytes[skip..Math.Min(skip + length, read)];
    }
}
