using System.Text;
using Cairn.Tracking;

namespace Cairn.Registry.Imports;

/// <summary>The files of MLflow's file store. Nothing outside of the one folder is read, and no link is followed.</summary>
internal sealed class MlflowFolder(string root)
{
    private const string MetaFile = "meta.yaml";
    private const int LongestText = 16 << 20;

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    /// <summary>Whole paths of the folders in another that have a description, or whose name says that they must have one.</summary>
    public IEnumerable<string> Described(string folder, Predicate<string>? named = null, string file = MetaFile) => LocalFiles.Folders(Root, folder).Where(f => named?.Invoke(Path.GetFileName(f)) == true || Has(f, file));

    public bool Has(string folder, string file = MetaFile)
    {
        using Stream? found = LocalFiles.Find(Root, Path.Combine(folder, file));
        return found is not null;
    }

    /// <summary>The folders in another that are links, by their paths as seen from here.</summary>
    public IEnumerable<string> Links(string folder) => LocalFiles.Links(Root, folder).Select(Named);

    /// <exception cref="InvalidDataException">It is not there, or is none.</exception>
    public MlflowMeta Meta(string folder, string file = MetaFile)
    {
        string path = Path.Combine(folder, file);
        return MlflowMeta.Read(Text(path), Named(path));
    }

    /// <summary>A file a key, by its path below the folder: parameters, tags, aliases.</summary>
    public IReadOnlyList<RunTag> Texts(string folder) => [.. Keys(folder).Select(k => new RunTag(k, Text(Path.Combine(folder, k))))];

    /// <summary>A line a point, a file a metric, by its path below the folder; the parts of a line, at least <paramref name="least"/>.</summary>
    /// <exception cref="InvalidDataException">A line has fewer.</exception>
    public IEnumerable<(string Key, string[] Parts)> Lines(string folder, int least)
    {
        foreach (string key in Keys(folder))
        {
            using StreamReader reader = Reader(Path.Combine(folder, key));
            for (int number = 1; reader.ReadLine() is { } line; number++)
            {
                if (line.Length == 0) continue;
                string[] parts = line.Split(' ');
                yield return parts.Length >= least ? (key, parts) : throw new InvalidDataException($"{Named(Path.Combine(folder, key))}, line {number}, is no point of a metric.");
            }
        }
    }

    /// <summary>The folder itself, there or not.</summary>
    /// <exception cref="InvalidDataException">It is a link.</exception>
    public string Plain(string folder) => LocalFiles.IsPlain(Root, folder) ? folder : throw new InvalidDataException($"{Named(folder)}: {LocalFiles.IsLink}");

    /// <summary>All below a folder of this store; none when there is no such folder.</summary>
    /// <exception cref="InvalidDataException">It is a link.</exception>
    public IReadOnlyList<SourceFile> Artifacts(string folder) => LocalFiles.Of(Plain(folder), Root)!;

    /// <summary>Whether there is something in a folder, or it is a link.</summary>
    public bool HasFiles(string folder) => LocalFiles.Of(folder, Root) is not { Count: 0 };

    /// <summary>A path as seen from the folder.</summary>
    public string Named(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

    private IEnumerable<string> Keys(string folder) => Artifacts(folder).Select(f => f.Path);

    private StreamReader Reader(string path) => new(LocalFiles.Find(Root, Plain(path)) ?? throw new InvalidDataException($"{Named(path)} is not there."), Encoding.UTF8);

    private string Text(string path)
    {
        using StreamReader reader = Reader(path);
        return reader.BaseStream.Length <= LongestText ? reader.ReadToEnd() : throw new InvalidDataException($"{Named(path)} is longer than {LongestText >> 20} MiB.");
    }
}
