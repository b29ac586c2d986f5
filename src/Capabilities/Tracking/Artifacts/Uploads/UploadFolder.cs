using System.Security.Cryptography;
using System.Text.Json;
using Cairn.Contracts.Segments;
using Cairn.Platform;
using Cairn.Platform.Artifacts;
using Microsoft.Win32.SafeHandles;

namespace Cairn.Tracking.Artifacts.Uploads;

/// <summary>
/// Uploads in parts, as files of one folder: <c>ID.target</c> says where an upload will lie, <c>ID.3.HEX</c> is its third part by its digest. A part
/// is durable when it is acknowledged; until all are put together nothing is seen of them.
/// </summary>
internal sealed class UploadFolder(PlatformOptions options, IDurableFiles files)
{
    private const string Target = "target";
    private readonly string _root = options.Folder("uploads");

    public string Begin(UploadTarget target)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), temporary = Temporary(id);
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, target);
            file.Flush(flushToDisk: true);
        }
        Keep(temporary, Place(id, Target));
        return id;
    }

    /// <summary>Null when there is no such upload.</summary>
    public UploadTarget? Find(string id)
    {
        try
        {
            return IsId(id) ? JsonSerializer.Deserialize<UploadTarget>(File.ReadAllBytes(Place(id, Target))) : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Keeps what <paramref name="content"/> still holds.</summary>
    public async Task<UploadPart> PutAsync(string id, int number, Stream content, CancellationToken cancellation)
    {
        string temporary = Temporary(id);
        try
        {
            var part = new UploadPart(number, await WriteAsync(content, temporary, cancellation));
            // The same once more is there already.
            if (!Has(id, part)) Keep(temporary, Place(id, part));
            return part;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public bool Has(string id, UploadPart part) => File.Exists(Place(id, part));

    /// <summary>The parts one after the other, read as they are asked for.</summary>
    public Stream Open(string id, IReadOnlyList<UploadPart> parts) => new PartsStream([.. parts.Select(p => Place(id, p))]);

    public void Remove(string id)
    {
        foreach (string file in Directory.EnumerateFiles(_root, id + ".*")) File.Delete(file);
    }

    /// <summary>Removes uploads to which nothing came since; how many files, and their bytes.</summary>
    public (int Files, long Bytes) Sweep(DateTimeOffset since)
    {
        (int files, long bytes) = (0, 0L);
        foreach (IGrouping<string, FileInfo> upload in new DirectoryInfo(_root).EnumerateFiles().Where(f => f.Name.Contains('.', StringComparison.Ordinal)).GroupBy(f => f.Name.Split('.')[0], StringComparer.Ordinal).ToArray())
        {
            if (upload.Any(f => f.LastWriteTimeUtc >= since.UtcDateTime)) continue;
            FileInfo[] parts = [.. upload.Where(f => !f.Name.EndsWith(Target, StringComparison.Ordinal))];
            (files, bytes) = (files + parts.Length, bytes + parts.Sum(p => p.Length));
            Remove(upload.Key);
        }
        return (files, bytes);
    }

    private void Keep(string temporary, string place)
    {
        files.Rename(temporary, place);
        files.SyncDirectory(_root);
    }

    private static bool IsId(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    private string Temporary(string id) => Place(id, Guid.NewGuid().ToString("N") + ".tmp");

    private string Place(string id, UploadPart part) => Place(id, $"{part.Number}.{part.Tag}");

    private string Place(string id, string what) => Path.Combine(_root, $"{id}.{what}");

    private static async Task<string> WriteAsync(Stream content, string path, CancellationToken cancellation)
    {
        using SafeFileHandle handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        var file = new DigestedFile(handle);
        await file.CopyAsync(content, cancellation);
        return file.Hex;
    }
}
