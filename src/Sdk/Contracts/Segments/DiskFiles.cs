using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Contracts.Segments;

/// <summary>The real disk: <c>fsync</c> of files and, where the system has it, of directories.</summary>
public sealed partial class DiskFiles : IDurableFiles
{
    public static DiskFiles Instance { get; } = new();

    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    public IDurableFile Create(string path) => new DiskFile(path, FileMode.CreateNew);

    public IDurableFile Open(string path) => new DiskFile(path, FileMode.Open);

    public void Rename(string from, string to, bool replace = false) => File.Move(from, to, replace);

    public void Delete(string path) => File.Delete(path);

    void IDurableFiles.SyncDirectory(string path) => SyncDirectory(path);

    /// <summary>Puts a small file in the place of another, whole and durably: whoever reads finds the one or the other. One writer at a time.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string fresh = path + ".fresh";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
        SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Makes durable what was created, renamed or deleted in a directory.</summary>
    public static void SyncDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        int descriptor = OpenNative(path, 0);
        if (descriptor < 0) throw new IOException($"The directory cannot be opened to sync it (errno {Marshal.GetLastPInvokeError()}).");
        try
        {
            if (SyncNative(descriptor) != 0) throw new IOException($"The directory cannot be synced (errno {Marshal.GetLastPInvokeError()}).");
        }
        finally { _ = CloseNative(descriptor); }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenNative(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncNative(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseNative(int descriptor);

    private sealed class DiskFile(string path, FileMode mode) : IDurableFile
    {
        private readonly SafeFileHandle _handle = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        private long? _length;

        public void Append(ReadOnlySpan<byte> data)
        {
            long at = _length ?? RandomAccess.GetLength(_handle);
            RandomAccess.Write(_handle, data, at);
            _length = at + data.Length;
        }

        public void Sync() => RandomAccess.FlushToDisk(_handle);

        public void Truncate(long length)
        {
            RandomAccess.SetLength(_handle, length);
            _length = length;
        }

        public void Dispose() => _handle.Dispose();
    }
}
