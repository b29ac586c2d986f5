using System.Runtime.InteropServices;

namespace Cairn.Maturity.Facts;

/// <summary>All facts as of one instant, indexed by kind, by name, and (when first asked) by the fields that name others.</summary>
internal sealed class FactSet
{
    private readonly Dictionary<string, List<Fact>> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Name), List<Fact>> _named = [];
    private readonly Dictionary<(string Kind, string Path), Dictionary<string, List<Fact>>> _links = [];
    private readonly Dictionary<string, IReadOnlyList<Fact>> _inForce = new(StringComparer.Ordinal);

    public FactSet(IEnumerable<Fact> facts, DateTimeOffset now)
    {
        Now = now;
        foreach (Fact fact in facts) Add(fact);
        foreach (List<Fact> kind in _kinds.Values) kind.Sort(NewestFirst);
    }

    public DateTimeOffset Now { get; }

    /// <summary>Facts of a kind, newest first.</summary>
    public IReadOnlyList<Fact> Of(string kind) => _kinds.GetValueOrDefault(kind) ?? [];

    /// <summary>Facts of a kind with this id or digest.</summary>
    public IReadOnlyList<Fact> Named(string kind, string name) => _named.GetValueOrDefault((kind, name)) ?? [];

    /// <summary>Facts of a kind that hold this value in a field.</summary>
    public IReadOnlyList<Fact> Naming(string kind, string path, string value)
    {
        ref Dictionary<string, List<Fact>>? index = ref CollectionsMarshal.GetValueRefOrAddDefault(_links, (kind, path), out _);
        index ??= IndexBy(kind, path);
        return index.GetValueOrDefault(value) ?? [];
    }

    /// <summary>What is in force now: the newest of every endpoint, name or id; of releases only those that succeeded.</summary>
    public IReadOnlyList<Fact> InForce(string kind)
    {
        if (_inForce.TryGetValue(kind, out IReadOnlyList<Fact>? known)) return known;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var newest = new List<Fact>();
        foreach (Fact fact in Of(kind))
        {
            if (fact.Pending || (kind == "release" && !fact.Is("result", "succeeded"))) continue;
            if (seen.Add(Place(fact))) newest.Add(fact);
        }
        return _inForce[kind] = newest;
    }

    /// <summary>The digest a name stands for, so that the same content under two names counts once.</summary>
    public string Canonical(string name) => Named("version", name) is [Fact version, ..] ? version.Text("digest") ?? name : name;

    private static string Place(Fact fact) => fact.Kind switch
    {
        "release" => $"{fact.Text("of")}\n{fact.Text("env")}\n{fact.Text("endpoint")}",
        "version" => $"{fact.Text("noun")}\n{fact.Text("name")}",
        "alias" => $"{fact.Text("owner")}\n{fact.Text("of")}\n{fact.Text("name")}",
        _ => fact.Id,
    };

    // The order must not depend on the order of arrival: ties fall to the id.
    private static int NewestFirst(Fact a, Fact b)
    {
        int order = b.At.CompareTo(a.At);
        if (order == 0) order = b.Born.CompareTo(a.Born);
        return order != 0 ? order : string.CompareOrdinal(b.Id, a.Id);
    }

    private void Add(Fact fact)
    {
        ListOf(_kinds, fact.Kind).Add(fact);
        ListOf(_named, (fact.Kind, fact.Id)).Add(fact);
        if (fact.Text("digest") is { } digest && digest != fact.Id) ListOf(_named, (fact.Kind, digest)).Add(fact);
    }

    private Dictionary<string, List<Fact>> IndexBy(string kind, string path)
    {
        var index = new Dictionary<string, List<Fact>>(StringComparer.Ordinal);
        foreach (Fact fact in Of(kind))
            foreach (string value in fact.Values(path)) ListOf(index, value).Add(fact);
        return index;
    }

    private static List<Fact> ListOf<TKey>(Dictionary<TKey, List<Fact>> index, TKey key)
        where TKey : notnull
    {
        ref List<Fact>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(index, key, out _);
        return list ??= [];
    }
}
