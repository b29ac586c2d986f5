using System.Formats.Tar;
using System.IO.Pipelines;

namespace Cairn.Pipelines.Runs;

/// <summary>A folder as one file: a tar in the order of names without times or owners, so that the same content has the same digest.</summary>
internal static class DirectoryPack
{
    private const int Magic = 257;

    public static void Write(string folder, Stream target)
    {
        using var tar = new TarWriter(target, TarEntryFormat.Ustar, leaveOpen: true);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using FileStream content = File.OpenRead(file);
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, Path.GetRelativePath(folder, file)) { DataStream = content, ModificationTime = DateTimeOffset.UnixEpoch });
        }
    }

    /// <summary>The folder's pack as a stream, written while it is read, so that it is never in memory as a whole.</summary>
    public static Stream Read(string folder)
    {
        var pipe = new Pipe();
        _ = Task.Run(() => WriteAsync(folder, pipe.Writer));
        // What is written after it was disposed goes nowhere.
        return pipe.Reader.AsStream();
    }

    private static async Task WriteAsync(string folder, PipeWriter writer)
    {
        Exception? fault = null;
        try
        {
            Write(folder, writer.AsStream(leaveOpen: true));
        }
        catch (Exception e)
        {
            fault = e;
        }
        await writer.CompleteAsync(fault);
    }

    /// <summary>Whether a stored object is a folder that was packed.</summary>
    public static bool Is(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[Magic + 5];
        return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[Magic..].SequenceEqual("ustar"u8);
    }

    public static void Unpack(string path, string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        TarFile.ExtractToDirectory(path, folder, overwriteFiles: false);
    }
}
