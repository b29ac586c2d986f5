using System.IO.Compression;
using System.Text.Json;

namespace Cairn.Contracts.Packages;

/// <summary>Reads the manifest of a packaged model.</summary>
public static class PackageFile
{
    private const int MostBytes = 1 << 20;

    /// <summary>Whether a file begins as an archive does; no file of ONNX or XGBoost does.</summary>
    public static bool Is(ReadOnlySpan<byte> begin) => begin is [(byte)'P', (byte)'K', 3, 4, ..];

    public static bool Is(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[4];
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && Is(begin);
    }

    /// <summary>The checked manifest of an archive.</summary>
    /// <exception cref="PackageException">It is no archive, has no manifest, or the manifest is wrong.</exception>
    public static ModelPackage Read(string path)
    {
        try
        {
            using ZipArchive archive = ZipFile.OpenRead(path);
            ModelPackage package = Parse(Bytes(archive));
            if (package.Code is { } code)
            {
                Demand(archive, code.Assembly, "$.code.assembly");
                Demand(archive, code.Model, "$.code.model");
            }

            return package;
        }
        catch (InvalidDataException) { throw new PackageException("The file is no zip archive."); }
    }

    /// <exception cref="PackageException">With every fault.</exception>
    public static ModelPackage Parse(ReadOnlySpan<byte> utf8)
    {
        ModelPackage? package;
        try { package = JsonSerializer.Deserialize(utf8, PackageJsonContext.Default.ModelPackage); }
        catch (JsonException e) { throw new PackageException($"{ModelPackage.FileName}: {e.Path ?? "$"}: {e.Message.Split(" Path: ")[0]}"); }

        if (package is null) throw new PackageException($"{ModelPackage.FileName} holds null; it must hold one object.");
        IReadOnlyList<string> faults = PackageCheck.Faults(package);
        return faults.Count == 0 ? package : throw new PackageException([.. faults.Select(f => $"{ModelPackage.FileName}: {f}")]);
    }

    private static byte[] Bytes(ZipArchive archive)
    {
        ZipArchiveEntry entry = archive.GetEntry(ModelPackage.FileName) ?? throw new PackageException($"The archive has no '{ModelPackage.FileName}' at its root.");
        if (entry.Length > MostBytes) throw new PackageException($"'{ModelPackage.FileName}' has more than 1 MB.");
        using Stream stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static void Demand(ZipArchive archive, string path, string at)
    {
        if (archive.GetEntry(path) is null) throw new PackageException($"{ModelPackage.FileName}: {at}: names a file that is not in the archive.");
    }
}
