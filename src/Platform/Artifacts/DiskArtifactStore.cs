using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cairn.Contracts.Segments;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Platform.Artifacts;

/// <summary>Objects as files <c>sha256/ab/cdef…</c>: written to a temporary file, synced, renamed, and the directory synced.</summary>
internal sealed class DiskArtifactStore : IArtifactStore
{
    private const int Short = 1 << 16;
    private readonly string _root;
    private readonly string _incoming;
    private readonly Lock _deleting = new();
    // Those known to be in the root for good.
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    public DiskArtifactStore(string root)
    {
        _root = Path.Combine(Path.GetFullPath(root), "sha256");
        _incoming = Path.Combine(Path.GetFullPath(root), "incoming");
        Directory.CreateDirectory(_root);
        // What a dead process left half-written belongs to nobody.
        if (Directory.Exists(_incoming)) Directory.Delete(_incoming, recursive: true);
        Directory.CreateDirectory(_incoming);
    }

    public async Task<Artifact> PutAsync(Stream content, CancellationToken cancellation)
    {
        if (await KeptAsync(content, cancellation) is { } kept) return kept;
        string temporary = Path.Combine(_incoming, Guid.NewGuid().ToString("N"));
        try
        {
            Artifact artifact = await WriteAsync(content, temporary, cancellation);
            string place = Place(artifact.Digest);
            if (IsKept(place)) return artifact;
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, UnixFileMode.UserRead | UnixFileMode.GroupRead);
            File.Move(temporary, place, overwrite: true);
            Sync(place);
            return artifact;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Task<Stream> OpenAsync(string digest, CancellationToken cancellation)
        => Task.FromResult<Stream>(new FileStream(Existing(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan));

    public Task<string> PathAsync(string digest, CancellationToken cancellation) => Task.FromResult(Existing(digest));

    public Task<bool> ExistsAsync(string digest, CancellationToken cancellation) => Task.FromResult(File.Exists(Place(digest)));

    public Task DeleteAsync(string digest, CancellationToken cancellation)
    {
        File.Delete(Place(digest));
        return Task.CompletedTask;
    }

    public Task<bool> DeleteAsync(string digest, DateTimeOffset since, CancellationToken cancellation)
    {
        lock (_deleting)
        {
            string place = Place(digest);
            if (!File.Exists(place) || File.GetLastWriteTimeUtc(place) >= since.UtcDateTime) return Task.FromResult(false);
            File.Delete(place);
            return Task.FromResult(true);
        }
    }

    // What is short is read twice, so that what is stored already is not written and synced again.
    private async Task<Artifact?> KeptAsync(Stream content, CancellationToken cancellation)
    {
        if (!content.CanSeek || content.Length - content.Position > Short) return null;
        long start = content.Position;
        string digest = Digest.Prefix + Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        long length = content.Position - start;
        content.Position = start;
        return IsKept(Place(digest)) ? new Artifact(digest, length) : null;
    }

    // Content that is stored once more counts as new.
    private bool IsKept(string place)
    {
        lock (_deleting)
        {
            if (!File.Exists(place)) return false;
            File.SetLastWriteTimeUtc(place, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        // Whoever put it there may not have come so far.
        Sync(place);
        return true;
    }

    private void Sync(string place)
    {
        string folder = Path.GetDirectoryName(place)!;
        DiskFiles.SyncDirectory(folder);
        if (_folders.ContainsKey(folder)) return;
        DiskFiles.SyncDirectory(_root);
        _folders[folder] = true;
    }

    private static async Task<Artifact> WriteAsync(Stream content, string path, CancellationToken cancellation)
    {
        using SafeFileHandle file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var writer = new DigestedFile(file);
        await writer.CopyAsync(content, cancellation);
        return new Artifact(Digest.Prefix + writer.Hex, writer.Length);
    }

    private string Existing(string digest) => Place(digest) is var path && File.Exists(path) ? path : throw new FileNotFoundException($"No object {digest} is stored.");

    private string Place(string digest) => Digest.Hex(digest) is var hex ? Path.Combine(_root, hex[..2], hex[2..]) : "";
}
