using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cairn.Compute.Environments.Builds;

/// <summary>
/// Builds by key, a folder each. One appears whole, by rename, and is never changed; what is read of it is held against its digests, so a torn
/// or spoiled one is none. Those used last stay.
/// </summary>
internal sealed class BuildShelf(string home)
{
    private const string Made = "made.json", Part = ".part", Gone = ".gone";
    private const int MostBuilds = 50;
    private const long MostBytes = 1L << 30, LargestBuild = 256L << 20;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Copies a build to where the SDK looks for it, with the names of places in it changed; null when there is none.</summary>
    public KeptBuild? Lay(string key, string folder, string root, string mark)
    {
        string kept = Path.Combine(home, key);
        if (!Directory.Exists(kept)) return null;
        try
        {
            KeptBuild build = Read(kept) ?? throw new IOException($"{kept} says nothing of itself.");
            // One time for all, by the clock that dated the sources: the SDK builds again what is older than they are.
            DateTime now = Directory.CreateDirectory(folder, Private).LastWriteTimeUtc;
            foreach ((string name, string digest) in build.Files)
            {
                byte[] content = File.ReadAllBytes(Path.Combine(kept, name));
                if (DigestOf(content) != digest) throw new IOException($"{name} is not as it was.");
                string path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!, Private);
                File.WriteAllBytes(path, Moved(content, (build.Root, root), (build.Mark, mark)));
                File.SetUnixFileMode(path, File.GetUnixFileMode(Path.Combine(kept, name)));
                File.SetLastWriteTimeUtc(path, now);
            }
            Directory.SetLastWriteTimeUtc(kept, now);
            return build;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Damaged, or thrown away meanwhile: it is built.
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
            TryDiscard(kept);
            return null;
        }
    }

    /// <summary>Keeps what the SDK has built in a folder; nothing happens when that is there already, is too large or is no plain files.</summary>
    public void Keep(string key, string folder, string root, string mark, IReadOnlyList<string>? opened)
    {
        string kept = Path.Combine(home, key), part = Path.Combine(home, Guid.NewGuid().ToString("N") + Part);
        if (Directory.Exists(kept)) return;
        try
        {
            Directory.CreateDirectory(part, Private);
            if (Copy(folder, part) is { } files)
            {
                var build = new KeptBuild(root, mark, files.Sum(f => f.Bytes), files.ToDictionary(f => f.Name, f => f.Digest, StringComparer.Ordinal), opened);
                File.WriteAllText(Path.Combine(part, Made), JsonSerializer.Serialize(build));
                Directory.Move(part, kept);
                Trim(key);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // Another was faster, or there is no room: it is built again.
        }
        finally
        {
            TryDelete(part);
        }
    }

    private static KeptBuild? Read(string kept) => Path.Combine(kept, Made) is var made && File.Exists(made) ? JsonSerializer.Deserialize<KeptBuild>(File.ReadAllText(made)) : null;

    private static List<(string Name, string Digest, long Bytes)>? Copy(string from, string to)
    {
        var files = new List<(string, string, long)>();
        long bytes = 0;
        foreach (FileSystemInfo entry in new DirectoryInfo(from).EnumerateFileSystemInfos("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            if (Native.Stat(entry.FullName) is not { } status || !(status.IsFile || status.IsDirectory) || (bytes += status.IsFile ? status.Size : 0) > LargestBuild) return null;
            if (!status.IsFile) continue;
            string name = Path.GetRelativePath(from, entry.FullName), path = Path.Combine(to, name);
            byte[] content = File.ReadAllBytes(entry.FullName);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, Private);
            File.WriteAllBytes(path, content);
            File.SetUnixFileMode(path, File.GetUnixFileMode(entry.FullName) & Private);
            files.Add((name, DigestOf(content), content.Length));
        }
        return files;
    }

    // Programs hold places in forms of their own, and do not need them.
    private static byte[] Moved(byte[] content, params (string From, string To)[] places)
    {
        if (content.AsSpan().Contains((byte)0)) return content;
        string text = Encoding.Latin1.GetString(content);
        foreach ((string from, string to) in places) text = text.Replace(Bytes(from), Bytes(to), StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text);
        static string Bytes(string name) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(name));
    }

    private void Trim(string newest)
    {
        DateTime old = Directory.GetLastWriteTimeUtc(Path.Combine(home, newest)) - Abandoned;
        long bytes = 0;
        int count = 0;
        foreach (DirectoryInfo folder in new DirectoryInfo(home).GetDirectories().OrderByDescending(d => d.Name == newest).ThenByDescending(d => d.LastWriteTimeUtc))
            if (folder.Name.EndsWith(Part, StringComparison.Ordinal) || folder.Name.EndsWith(Gone, StringComparison.Ordinal))
            {
                if (folder.LastWriteTimeUtc < old) TryDelete(folder.FullName);
            }
            else if (++count > MostBuilds || (bytes += Read(folder.FullName)?.Bytes ?? 0) > MostBytes) TryDiscard(folder.FullName);
    }

    // Out of the way first, so that nobody finds half of it.
    private void TryDiscard(string kept)
    {
        string gone = Path.Combine(home, Guid.NewGuid().ToString("N") + Gone);
        try
        {
            if (Directory.Exists(kept)) Directory.Move(kept, gone);
        }
        catch (IOException)
        {
            return;
        }
        TryDelete(gone);
    }

    private static void TryDelete(string folder)
    {
        try
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It goes with those that were abandoned.
        }
    }

    private static string DigestOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
