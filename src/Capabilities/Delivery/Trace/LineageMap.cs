using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Delivery;

/// <summary>
/// What led to what, by subject: of events by their causes, of runs by what they read and made, of everything else by the version, run or release it names. Many versions of one source that a run
/// read are one subject, <c>data.source</c>.
/// </summary>
internal sealed class LineageMap
{
    /// <summary>So many versions of a source are shown one by one.</summary>
    private const int Single = 3;

    private static readonly HashSet<string> Silent = ["ledger", "project", "role", "statement", "assessment", "waiver"];
    private readonly Dictionary<string, LineageSubject> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedSet<string>> _later = new(StringComparer.Ordinal), _earlier = new(StringComparer.Ordinal);
    private readonly string? _focus;

    /// <param name="focus">Shown by itself, also where it is one of many.</param>
    public LineageMap(IReadOnlyCollection<LedgerEvent> events, string? focus)
    {
        _focus = focus;
        Dictionary<string, LedgerEvent> byId = events.DistinctBy(e => e.Id).ToDictionary(e => e.Id, StringComparer.Ordinal);
        foreach (LedgerEvent e in byId.Values.OrderBy(e => e.Id, StringComparer.Ordinal).Where(e => !Silent.Contains(e.Subject.Kind)))
        {
            _subjects[e.Subject.Id] = LineageSubject.Of(e, _subjects.GetValueOrDefault(e.Subject.Id));
            foreach (string cause in e.Cause)
                if (byId.TryGetValue(cause, out LedgerEvent? before) && !Silent.Contains(before.Subject.Kind)) Lead(before.Subject.Id, e.Subject.Id);
            Relate(e);
        }
    }

    public LineageSubject Subject(string id) => _subjects.GetValueOrDefault(id) ?? LineageSubject.Unknown(id);

    /// <summary>The subjects around one and the ways between them, nearest first; it itself is the first.</summary>
    /// <param name="most">Of each direction.</param>
    public (IReadOnlyList<string> Subjects, IReadOnlyList<(string From, string To)> Ways) Around(string focus, bool back, bool forward, int most)
    {
        var found = new List<string> { focus };
        if (back) Walk(focus, _earlier, most, found);
        if (forward) Walk(focus, _later, most, found);
        // A window of monitoring that nothing came of says nothing here.
        found.RemoveAll(id => id != focus && _subjects.GetValueOrDefault(id)?.Noun == "window" && !_later.ContainsKey(id));
        HashSet<string> shown = [.. found];
        return (found, [.. found.SelectMany(from => (_later.GetValueOrDefault(from) ?? []).Where(shown.Contains).Select(to => (from, to)))]);
    }

    private static void Walk(string from, Dictionary<string, SortedSet<string>> ways, int most, List<string> found)
    {
        var seen = new HashSet<string>(found, StringComparer.Ordinal);
        var open = new Queue<string>([from]);
        for (int left = most; left > 0 && open.TryDequeue(out string? id);)
            foreach (string next in ways.GetValueOrDefault(id) ?? [])
            {
                if (left == 0 || !seen.Add(next)) continue;
                found.Add(next);
                open.Enqueue(next);
                left--;
            }
    }

    private void Relate(LedgerEvent e)
    {
        string own = e.Subject.Id;
        if (e.Subject.Kind == "run")
        {
            foreach ((string source, string[] read) in Read(e.Data["inputs"])) Reads(own, source, read);
            foreach (string made in Texts(e.Data["outputs"]).Where(o => o.StartsWith("dsv-", StringComparison.Ordinal))) Lead(own, made);
            // A training makes the version that it names; any other run is about it.
            if (Text(e.Data["version"]) is { } version) Lead(Text(e.Data["purpose"]) == "train" ? (own, version) : (version, own));
        }
        else
        {
            if (Text(e.Data["run"]) is { } run) Lead(run, own);
            if (e.Type != "version.registered" && Text(e.Data["version"]) is { } version) Lead(version, own);
            if (Text(e.Data["release"]) is { } release) Lead(release, own);
            if (e.Data["of"] is JsonObject of && Text(of["id"]) is { } about) Lead(about, own);
        }
    }

    private void Reads(string run, string source, string[] read)
    {
        foreach (string id in read.Length <= Single || source.Length == 0 ? read : read.Where(r => r == _focus)) Lead(id, run);
        if (read.Length <= Single || source.Length == 0) return;
        string many = "data." + source;
        _subjects[many] = new LineageSubject(many, "data", $"{source}, {read.Length} partitions", null);
        Lead(many, run);
    }

    private void Lead((string From, string To) way) => Lead(way.From, way.To);

    private void Lead(string from, string to)
    {
        if (from == to || (_later.GetValueOrDefault(to)?.Contains(from) ?? false)) return;
        (_later.TryGetValue(from, out SortedSet<string>? later) ? later : _later[from] = new SortedSet<string>(StringComparer.Ordinal)).Add(to);
        (_earlier.TryGetValue(to, out SortedSet<string>? earlier) ? earlier : _earlier[to] = new SortedSet<string>(StringComparer.Ordinal)).Add(from);
    }

    // By the name of a source, or without names.
    private static IEnumerable<(string Source, string[] Ids)> Read(JsonNode? inputs)
        => inputs is JsonObject named ? named.Select(n => (n.Key, Texts(n.Value).ToArray())) : [("", [.. Texts(inputs)])];

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonArray many => many.SelectMany(Texts),
        JsonObject named => named.SelectMany(n => Texts(n.Value)),
        JsonValue value when value.TryGetValue(out string? text) => [text],
        _ => [],
    };

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
