using System.Globalization;
using System.Text;
using Cairn.Contracts.Segments;
using Cairn.Serving.Snapshots;

namespace Cairn.Serving.Shipping;

/// <summary>
/// What a copy keeps on its disk about what it shipped: the name of its log, made once, and how far each stream has come. Marks that are lost do no harm: what is
/// sent again is known to the server by name and number.
/// </summary>
internal sealed class ShipFolder
{
    private readonly string _marksFile;
    private readonly SortedDictionary<string, int> _marks = new(StringComparer.Ordinal);

    public ShipFolder(string logDirectory)
    {
        string root = CopyFolder.Of(logDirectory), name = Path.Combine(root, "log-id");
        _marksFile = Path.Combine(root, "shipped");
        CopyFolder.Make(root);
        if (!File.Exists(name)) DiskFiles.Replace(name, Encoding.ASCII.GetBytes(Guid.NewGuid().ToString("N")));
        LogId = File.ReadAllText(name).Trim();
        if (!File.Exists(_marksFile)) return;
        foreach (string[] parts in File.ReadAllLines(_marksFile).Select(line => line.Split(' ', 2)))
            if (parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)) _marks[parts[1]] = number;
    }

    /// <summary>Tells this log from every other one, 32 hex digits.</summary>
    public string LogId { get; }

    /// <summary>The number of the last segment of a stream that needs no shipping any more; 0 before the first.</summary>
    public int Mark(string endpoint, SegmentKind kind) => _marks.GetValueOrDefault($"{kind} {endpoint}");

    /// <summary>Durable when this returns. It never goes back: what was given up while one before it was on its way stays so.</summary>
    public void SetMark(string endpoint, SegmentKind kind, int number)
    {
        if (number <= Mark(endpoint, kind)) return;
        var marks = new SortedDictionary<string, int>(_marks, StringComparer.Ordinal) { [$"{kind} {endpoint}"] = number };
        var text = new StringBuilder();
        foreach ((string stream, int mark) in marks) text.Append(CultureInfo.InvariantCulture, $"{mark} {stream}\n");
        DiskFiles.Replace(_marksFile, Encoding.UTF8.GetBytes(text.ToString()));
        // Not before it is on the disk: what counts as shipped is deleted.
        _marks[$"{kind} {endpoint}"] = number;
    }
}
