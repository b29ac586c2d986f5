using System.Collections.Concurrent;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Caching;

/// <summary>The files of one commit as a step may see them. A commit's tree never changes, so each file is hashed once while the tree is in use.</summary>
internal sealed class CodeTree(string root)
{
    public const string ProjectFile = "cairn.yaml";
    private const UnixFileMode Executable = UnixFileMode.UserExecute;
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string?> _listings = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<string>> _files = new(() => [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, f)).Where(IsCode).Order(StringComparer.Ordinal)]);
    private readonly ConcurrentDictionary<string, string?> _texts = new(StringComparer.Ordinal);
    private readonly Lock _hashing = new();
    private string? _whole;

    public string Root => root;

    /// <summary>Every file but the project file, whose words count one by one, in the order of names.</summary>
    public IReadOnlyList<string> Files => _files.Value;

    /// <summary>Digest over the names and contents of <see cref="Files"/>.</summary>
    public string Whole()
    {
        lock (_hashing)
        {
            if (_whole is not null) return _whole;
            Hash(Files);
            return _whole = StepIdentity.DigestOf(Files.Select(f => (f, DigestOf(f))));
        }
    }

    /// <summary>Has all processors hash those of the files that were not hashed yet.</summary>
    public void Hash(IReadOnlyList<string> files)
    {
        lock (_hashing)
        {
            string[] unknown = [.. files.Where(f => !_digests.ContainsKey(f))];
            if (unknown.Length > 1) Parallel.ForEach(Partitioner.Create(unknown, EnumerablePartitionerOptions.NoBuffering), file => DigestOf(file));
        }
    }

    /// <summary>Text of a file; null when the tree has no such file.</summary>
    public string? TextOf(string file) => _texts.GetOrAdd(file, name => Path.Combine(root, name) is var path && File.Exists(path) ? File.ReadAllText(path) : null);

    /// <summary>Digest of a file's content; "absent" when the tree has no such file.</summary>
    public string DigestOf(string file) => _digests.GetOrAdd(file, Read);

    /// <summary>Names in a folder, executables with '*', folders with '/'; "absent" when the tree has no such folder.</summary>
    public string Listing(string folder) => _listings.GetOrAdd(folder, List) ?? "absent";

    public bool Has(string file) => File.Exists(Path.Combine(root, file));

    private string Read(string file)
    {
        string path = Path.Combine(root, file);
        return File.Exists(path) ? Digest.OfFile(path) : "absent";
    }

    private string? List(string folder)
    {
        string path = Path.Combine(root, folder);
        return !Directory.Exists(path) ? null : string.Join(' ', new DirectoryInfo(path).EnumerateFileSystemInfos().Where(e => e.Name != ".git").Select(Name).Order(StringComparer.Ordinal));
    }

    private static string Name(FileSystemInfo entry)
        => Uri.EscapeDataString(entry.Name) + (entry is DirectoryInfo ? "/" : !OperatingSystem.IsWindows() && entry.UnixFileMode.HasFlag(Executable) ? "*" : "");

    private static bool IsCode(string file) => file != ProjectFile && file != ".git" && !file.StartsWith(".git/", StringComparison.Ordinal);
}
