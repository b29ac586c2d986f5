using System.Security.Cryptography;
using Cairn.Data.Sources;
using Cairn.Platform;
using Cairn.Platform.Artifacts;

namespace Cairn.Data.Ingest;

/// <summary>Copies a partition's files aside, so that what is hashed, judged and kept are the same bytes.</summary>
internal sealed class Staging(PlatformOptions options)
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _root = options.Folder("ingest");

    /// <summary>The directory with the copies, and the digest of all the bytes; several files are digested as the list of their digests.</summary>
    /// <exception cref="IOException">A file changed while it was copied, or cannot be read.</exception>
    public async Task<StagedFiles> CopyAsync(string runId, IReadOnlyList<FileInfo> files, CancellationToken cancellation)
    {
        string folder = Path.Combine(_root, runId);
        Remove(runId);
        Directory.CreateDirectory(folder, Private);
        string before = SourceFiles.Fingerprint(files);
        List<string> names = [], digests = [];
        foreach (FileInfo file in files)
        {
            string name = $"{names.Count:d6}{file.Extension.ToLowerInvariant()}";
            digests.Add(await CopyAsync(file, Path.Combine(folder, name), cancellation));
            names.Add(name);
            file.Refresh();
        }
        if (SourceFiles.Fingerprint(files) != before) throw new IOException("The source was being written while it was read.");
        return new StagedFiles(folder, names, digests.Count == 1 ? digests[0] : Digest.Of(string.Join('\n', digests)));
    }

    public void Remove(string runId)
    {
        string folder = Path.Combine(_root, runId);
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> CopyAsync(FileInfo from, string to, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using FileStream source = from.OpenRead();
        await using FileStream target = File.Create(to);
        byte[] buffer = new byte[1 << 17];
        for (int read; (read = await source.ReadAsync(buffer, cancellation)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
        }
        return Digest.Prefix + Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Copies of a partition's files.</summary>
internal sealed record StagedFiles(string Folder, IReadOnlyList<string> Names, string Digest);
