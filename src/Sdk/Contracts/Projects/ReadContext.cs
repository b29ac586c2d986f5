using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects;

/// <summary>Collects faults and remembers where every path of the file stands.</summary>
internal sealed class ReadContext(string file, string text)
{
    private const int MaxFaults = 200;
    private const int MaxPath = 200;

    private readonly string[] lines = text.Split('\n');
    private readonly List<FileFault> faults = [];
    private readonly Dictionary<string, Place> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<int>> items = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> declared = new(StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<FileFault> Faults => [.. faults.Distinct().OrderBy(f => f.Line).ThenBy(f => f.Column)];

    /// <summary>Names of the file's environments, known before anything is read.</summary>
    public IReadOnlySet<string> Environments { get; private set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The file was valid by the rules of its day.</summary>
    public bool IsRecalled { get; init; }

    public int FaultCount => faults.Count;

    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public void ScanEnvironments(YamlNode root)
    {
        var found = (root as YamlMap)?.Entries.FirstOrDefault(e => e.Key.Text == "environments")?.Value as YamlMap;
        Environments = (found?.Entries.Select(e => e.Key.Text) ?? []).Append("dev").ToHashSet(StringComparer.Ordinal);
    }

    public void Fault(Place at, string path, string message, string? suggestion = null)
    {
        if (faults.Count >= MaxFaults)
        {
            return;
        }

        var line = Math.Clamp(at.Line, 1, lines.Length);
        var column = Math.Clamp(at.Column, 1, lines[line - 1].TrimEnd('\r').Length + 1);
        faults.Add(new FileFault(file, line, column, path.Length > MaxPath ? path[..MaxPath] + "…" : path, message, suggestion));
    }

    public void Fault(YamlNode node, string path, string message, string? suggestion = null) => Fault(node.At, path, message, suggestion);

    /// <summary>Reports what a text's own parser found, at the very character.</summary>
    public void Fault<T>(YamlScalar node, string path, Parsed<T> bad) => Fault(node.Character(bad.Offset), path, bad.Problem!, bad.Suggestion);

    /// <summary>Reports at the value of a path, or at its key, or at the nearest path above.</summary>
    public void FaultAt(string path, string message, string? suggestion = null, int offset = 0) => Fault(Find(path, offset), path, message, suggestion);

    /// <summary>Reports at the key of a path.</summary>
    public void FaultAtKey(string path, string message, string? suggestion = null) =>
        Fault(keys.TryGetValue(path, out var at) ? at : Find(path, 0), path, message, suggestion);

    public void Note(string path, Place? key, YamlNode value)
    {
        values[path] = value;
        if (key is { } at)
        {
            keys[path] = at;
        }
    }

    /// <summary>Remembers which items of a list were read, so that checks name the right one when others are faulty.</summary>
    public void NoteItems(string path, IReadOnlyList<int> read) => items[path] = read;

    /// <summary>Path of the nth item read; of a single value in place of a list, its own.</summary>
    public string Item(string path, int n) => items.TryGetValue(path, out var read) ? $"{path}[{read[n]}]" : path;

    public bool Has(string path) => values.ContainsKey(path);

    /// <summary>Remembers a name even if its block is faulty, so that references to it are not reported too.</summary>
    public void Declare(string map, string name)
    {
        if (!declared.TryGetValue(map, out var names))
        {
            declared[map] = names = [];
        }

        names.Add(name);
    }

    public IReadOnlyList<string> Declared(string map) => declared.TryGetValue(map, out var names) ? names : [];

    /// <summary>True when something at or below the path is wrong already.</summary>
    public bool IsBroken(string path) =>
        faults.Exists(f => f.Path == path || (f.Path.StartsWith(path, StringComparison.Ordinal) && f.Path.Length > path.Length && f.Path[path.Length] is '.' or '['));

    public IReadOnlyDictionary<string, Place> Places()
    {
        var places = values.ToDictionary(v => v.Key, v => v.Value.At, StringComparer.Ordinal);
        foreach (var (path, at) in keys)
        {
            places[path] = at;
        }

        return places;
    }

    private Place Find(string path, int offset)
    {
        for (var p = path; p.Length > 0; p = p[..Math.Max(0, p.LastIndexOfAny(['.', '[']))])
        {
            if (values.TryGetValue(p, out var node))
            {
                return p == path && node is YamlScalar scalar ? scalar.Character(offset) : p == path ? node.At : keys.GetValueOrDefault(p, node.At);
            }
        }

        return new Place(1, 1);
    }
}
