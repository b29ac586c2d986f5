using System.Security.Cryptography;
using Cairn.Contracts.Segments;

namespace Cairn.Serving.Snapshots;

/// <summary>
/// What a copy keeps on its disk: the last good snapshot, as it came, and files by digest, each in a directory of its own. A file is there once it is
/// whole, checked and durable; it is checked once more before this process first uses it.
/// </summary>
internal sealed class CopyFolder
{
    private const string Leaf = "model";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _files, _incoming, _snapshot;
    private readonly HashSet<string> _checked = new(StringComparer.Ordinal);
    private IReadOnlyCollection<string> _before = [];

    public CopyFolder(string root)
    {
        root = Path.GetFullPath(root);
        (_files, _incoming, _snapshot) = (Path.Combine(root, "files"), Path.Combine(root, "incoming"), Path.Combine(root, "snapshot.json"));
        Make(root);
        Directory.CreateDirectory(_files);
        // What a dead process left half-fetched belongs to nobody.
        if (Directory.Exists(_incoming)) Directory.Delete(_incoming, recursive: true);
        Directory.CreateDirectory(_incoming);
    }

    /// <summary>The folder of a log that holds what a copy keeps besides it.</summary>
    public static string Of(string logDirectory) => Path.Combine(logDirectory, ".copy");

    /// <summary>Makes the folder, for this process's user alone.</summary>
    public static void Make(string root)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(root);
        else Directory.CreateDirectory(root, Private);
    }

    /// <summary>Where the file of a digest lies, or would.</summary>
    public string Place(string digest) => Path.Combine(Home(digest), Leaf);

    /// <summary>Whether the file is there and is the one of its digest.</summary>
    public async Task<bool> HasAsync(string digest, CancellationToken cancellation)
    {
        if (_checked.Contains(digest)) return true;
        if (!File.Exists(Place(digest))) return false;
        await using FileStream file = File.OpenRead(Place(digest));
        return Name(await SHA256.HashDataAsync(file, cancellation)) == digest && _checked.Add(digest);
    }

    /// <summary>Takes a file in.</summary>
    /// <param name="write">Writes it.</param>
    /// <exception cref="InvalidDataException">What was written is not the file of the digest; nothing of it stays.</exception>
    public async Task TakeAsync(string digest, Func<Stream, Task> write, CancellationToken cancellation)
    {
        string fresh = Directory.CreateDirectory(Path.Combine(_incoming, Guid.NewGuid().ToString("N"))).FullName;
        try
        {
            await WriteAsync(Path.Combine(fresh, Leaf), digest, write, cancellation);
            DiskFiles.SyncDirectory(fresh);
            if (Directory.Exists(Home(digest))) Directory.Delete(Home(digest), recursive: true);
            Directory.Move(fresh, Home(digest));
            DiskFiles.SyncDirectory(_files);
            _checked.Add(digest);
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    /// <summary>The last good snapshot; null before the first.</summary>
    public async Task<byte[]?> LastGoodAsync(CancellationToken cancellation) =>
        File.Exists(_snapshot) ? await File.ReadAllBytesAsync(_snapshot, cancellation) : null;

    /// <summary>Keeps what is served now, and of the files those of this snapshot and of the one before.</summary>
    public void Keep(byte[] snapshot, IReadOnlyCollection<string> digests)
    {
        DiskFiles.Replace(_snapshot, snapshot);
        HashSet<string> kept = [.. digests.Concat(_before).Select(Home)];
        foreach (string home in Directory.EnumerateDirectories(_files).Where(d => !kept.Contains(d))) Directory.Delete(home, recursive: true);
        _checked.IntersectWith(digests.Concat(_before));
        _before = digests;
    }

    private string Home(string digest) => Path.Combine(_files, digest["sha256:".Length..]);

    /// <summary>Digests while it writes.</summary>
    private static async Task WriteAsync(string path, string digest, Func<Stream, Task> write, CancellationToken cancellation)
    {
        using var sha = SHA256.Create();
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        await using (var through = new CryptoStream(file, sha, CryptoStreamMode.Write, leaveOpen: true))
        {
            await write(through);
            await through.FlushFinalBlockAsync(cancellation);
        }

        if (Name(sha.Hash!) != digest) throw new InvalidDataException($"What came for {digest} is not the file of that digest; it is not taken.");
        file.Flush(flushToDisk: true);
    }

    private static string Name(ReadOnlySpan<byte> hash) => "sha256:" + Convert.ToHexStringLower(hash);
}
