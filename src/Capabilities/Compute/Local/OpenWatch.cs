using System.Buffers.Binary;

namespace Cairn.Compute.Local;

/// <summary>
/// Sees which files and folders of a directory are opened, by whatever process and under whatever name: inotify marks on the inodes
/// themselves. The kernel keeps the events, so nothing runs meanwhile. What it cannot promise to see, it does not answer.
/// </summary>
internal sealed class OpenWatch : IDisposable
{
    private const int MostMarks = 5000, Flags = 0x80800, HeaderLength = 16;
    private const uint Open = 0x20, Overflow = 0x4000;
    private readonly Dictionary<int, string> _marks = [];
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);
    private int _handle = -1;

    /// <summary>Marks everything below a folder. Without inotify, marks or room for them, <see cref="Opened"/> answers null.</summary>
    public static OpenWatch Start(string folder)
    {
        var watch = new OpenWatch();
        watch._handle = Native.InotifyStart(Flags);
        if (watch._handle >= 0 && !watch.MarkAll(folder)) watch.Dispose();
        return watch;
    }

    /// <summary>Paths below the folder that were opened, folders with a '/' at the end and the folder itself as "./"; null when that is not known.</summary>
    public IReadOnlyList<string>? Opened()
    {
        byte[] buffer = new byte[1 << 16];
        while (_handle >= 0)
        {
            nint length = Native.ReadSome(_handle, buffer, buffer.Length);
            if (length <= 0) return [.. _opened.Order(StringComparer.Ordinal)];
            Take(buffer.AsSpan(0, (int)length));
        }
        return null;
    }

    public void Dispose()
    {
        // The kernel waits for a grace period before it lets marks go, some 10 ms: nothing of the task has to wait with it.
        if (_handle >= 0) ThreadPool.UnsafeQueueUserWorkItem(static handle => _ = Native.Close(handle), _handle, preferLocal: false);
        _handle = -1;
    }

    // The folders are read before they are marked: this very look is not one of the task's.
    private bool MarkAll(string folder)
    {
        string[] inside = Directory.GetFileSystemEntries(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
        if (inside.Length >= MostMarks || !Mark(folder, "./")) return false;
        foreach (string path in inside)
            if (!Mark(path, Path.GetRelativePath(folder, path) + (Directory.Exists(path) ? "/" : ""))) return false;
        return true;
    }

    private bool Mark(string path, string name)
    {
        int mark = Native.InotifyMark(_handle, path, Open);
        if (mark >= 0) _marks[mark] = name;
        return mark >= 0;
    }

    private void Take(ReadOnlySpan<byte> events)
    {
        while (events.Length >= HeaderLength)
        {
            int mark = BinaryPrimitives.ReadInt32LittleEndian(events);
            uint mask = BinaryPrimitives.ReadUInt32LittleEndian(events[4..]);
            int name = BinaryPrimitives.ReadInt32LittleEndian(events[12..]);
            if ((mask & Overflow) != 0)
            {
                Dispose();
                return;
            }
            // Events with a name are about what lies in a marked folder; that has a mark of its own, or is the task's own making.
            if ((mask & Open) != 0 && name == 0 && _marks.TryGetValue(mark, out string? opened)) _opened.Add(opened);
            events = events[(HeaderLength + name)..];
        }
    }
}
