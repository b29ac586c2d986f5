using System.Text.Json;

namespace Cairn.Pipelines.Caching;

/// <summary>What an execution was seen to open of the commit's tree, in order: files, and folders that were listed ("" is the root).</summary>
internal sealed record StepReads(IReadOnlyList<string> Files, IReadOnlyList<string> Folders)
{
    /// <param name="opened">As Compute tells it: folders end with '/', the root is "./".</param>
    public static StepReads Of(IReadOnlyList<string> opened)
        => new([.. opened.Where(p => !p.EndsWith('/'))], [.. opened.Where(p => p.EndsWith('/')).Select(p => p == "./" ? "" : p.TrimEnd('/'))]);

    /// <summary>Folders whose names can have mattered to a command: those listed, those it read from, and those on the way to them.</summary>
    public IEnumerable<string> Touched()
    {
        var touched = new SortedSet<string>(StringComparer.Ordinal) { "" };
        foreach (string folder in Files.Select(f => Path.GetDirectoryName(f)!).Concat(Folders))
            for (string? at = folder; !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at)) touched.Add(at);
        return touched;
    }

    public string Json() => JsonSerializer.Serialize(this);

    public static StepReads Parse(string json) => JsonSerializer.Deserialize<StepReads>(json)!;
}
