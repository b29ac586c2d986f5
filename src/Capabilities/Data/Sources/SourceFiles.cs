using System.IO.Enumeration;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Data.Sources.Kinds;
using Cairn.Platform;

namespace Cairn.Data.Sources;

/// <summary>
/// Finds the files of sources. A relative path begins in the project's drop folder, <c>DATA/sources/PROJECT</c>. Nothing else within the
/// data directory is ever read: the database and the artifacts are not sources.
/// </summary>
internal sealed class SourceFiles(PlatformOptions options)
{
    private readonly string _data = Path.GetFullPath(options.DataDirectory) + Path.DirectorySeparatorChar;

    public string DropFolder(string project) => Path.Combine(_data, "sources", project);

    /// <summary>The files that <paramref name="path"/> names, wildcards in the last part only, in the order of their names; empty when there is none.</summary>
    /// <exception cref="UnusableSourceException">The path is not one that may be read.</exception>
    public IReadOnlyList<FileInfo> Find(string project, string path)
    {
        string full = Path.GetFullPath(path, DropFolder(project));
        string folder = Path.GetDirectoryName(full) ?? "/", name = Path.GetFileName(full);
        if (folder.AsSpan().IndexOfAny('*', '?') >= 0) throw new UnusableSourceException("A wildcard can stand in the last part of a path only.");
        if (!Directory.Exists(folder)) return [];
        Require(project, folder);
        var files = new DirectoryInfo(folder).EnumerateFiles().Where(f => FileSystemName.MatchesSimpleExpression(name, f.Name, ignoreCase: false));
        return [.. files.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => Real(project, f))];
    }

    /// <summary>The folder in which files of the source appear, made where it lies in the drop folder; null when it is not there or may not be read.</summary>
    public WatchedPlace? Watched(string project, DataSource source)
    {
        string drop = DropFolder(project), folder = Path.GetDirectoryName(Path.GetFullPath(FileSource.PathOf(source), drop)) ?? "/";
        bool deep = false;
        for (; folder.AsSpan().IndexOfAny('{', '}') >= 0; folder = Path.GetDirectoryName(folder) ?? "/") deep = true;
        if ((folder + Path.DirectorySeparatorChar).StartsWith(drop + Path.DirectorySeparatorChar, StringComparison.Ordinal)) Directory.CreateDirectory(folder);
        try
        {
            if (!Directory.Exists(folder)) return null;
            Require(project, folder);
            return new WatchedPlace(folder, deep);
        }
        catch (UnusableSourceException)
        {
            return null;
        }
    }

    /// <summary>Changes when a file was written again: names, lengths and times of writing.</summary>
    public static string Fingerprint(IReadOnlyList<FileInfo> files) => string.Join('|', files.Select(f => $"{f.Name}:{f.Length}:{f.LastWriteTimeUtc.Ticks}"));

    private FileInfo Real(string project, FileInfo file)
    {
        var real = (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
        Require(project, real.DirectoryName!);
        if (!RegularFile.Is(real.FullName)) throw new UnusableSourceException("The source is not a regular file.");
        return real;
    }

    private void Require(string project, string folder)
    {
        string real = RealFolder(folder) + Path.DirectorySeparatorChar;
        if (real.StartsWith(_data, StringComparison.Ordinal) && !real.StartsWith(DropFolder(project) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new UnusableSourceException("A source cannot lie in the server's own data directory, except in the project's drop folder.");
    }

    private static string RealFolder(string folder)
    {
        string real = "/";
        foreach (string part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string next = Path.Combine(real, part);
            real = new DirectoryInfo(next).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
        }
        return real;
    }
}
