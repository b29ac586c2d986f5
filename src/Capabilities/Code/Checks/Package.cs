using System.Formats.Tar;
using Cairn.Platform.Artifacts;

namespace Cairn.Code;

/// <summary>Packs what a build made into a tar whose bytes depend on names, modes and contents alone: the same content has the same digest.</summary>
internal static class Package
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Program = Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Stores the tar of a file or of everything in a folder.</summary>
    /// <param name="name">Name of the entry when <paramref name="path"/> is a file.</param>
    /// <exception cref="FormatException">Nothing was made, it is larger than <paramref name="most"/> bytes, or holds something else than files and folders.</exception>
    public static async Task<Artifact> StoreAsync(IArtifactStore artifacts, string path, string name, string scratch, long most, CancellationToken cancellation)
    {
        string tar = Path.Combine(scratch, Guid.NewGuid().ToString("N") + ".tar");
        try
        {
            await WriteAsync(tar, Entries(path, name, most), cancellation);
            return await artifacts.PutFileAsync(tar, cancellation);
        }
        finally
        {
            File.Delete(tar);
        }
    }

    private static IReadOnlyList<(string Name, FileInfo File)> Entries(string path, string name, long most)
    {
        (string Name, FileInfo File)[] entries = Directory.Exists(path)
            ? [.. new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(path, f.FullName), f)).OrderBy(e => e.Item1, StringComparer.Ordinal)]
            : [(name, new FileInfo(path))];
        if (entries.Length == 0) throw new FormatException("The build made an empty folder.");
        if (entries.Any(e => e.File.LinkTarget is not null)) throw new FormatException("The build made a symbolic link; it may make files and folders only.");
        return entries.Sum(e => e.File.Length) <= most ? entries : throw new FormatException($"The build made more than {most} bytes.");
    }

    private static async Task WriteAsync(string tar, IReadOnlyList<(string Name, FileInfo File)> entries, CancellationToken cancellation)
    {
        await using FileStream stream = File.Create(tar);
        await using var writer = new TarWriter(stream, TarEntryFormat.Gnu);
        foreach ((string name, FileInfo file) in entries)
        {
            await using FileStream content = file.OpenRead();
            var entry = new GnuTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = content,
                ModificationTime = DateTimeOffset.UnixEpoch,
                Mode = !OperatingSystem.IsWindows() && file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? Program : Plain,
            };
            await writer.WriteEntryAsync(entry, cancellation);
        }
    }
}
