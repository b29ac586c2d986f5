using System.Formats.Tar;

namespace Cairn.Pipelines.Runs;

/// <summary>A folder as one file: a tar in the order of names without times or owners, so that the same content has the same digest.</summary>
internal static class DirectoryPack
{
    public static void Write(string folder, Stream target)
    {
        using var tar = new TarWriter(target, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using FileStream content = File.OpenRead(file);
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Path.GetRelativePath(folder, file)) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch });
        }
    }
}
