using System.Runtime.InteropServices;

namespace Cairn.Maturity.Facts;

/// <summary>All facts as of one instant, indexed by kind, by name, and (when first asked) by the fields that name others.</summary>
internal sealed class FactSet
{
    private readonly Dictionary<string, List<Fact>> _kinds = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Kind, string Name), List<Fact>> _named = [];
    private readonly Dictionary<(string Kind, string Path), Dictionary<string, List<Fact>>> _links = [];
    private readonly Dictionary<string, IReadOnlyList<Fact>> _inForce = new(StringComparer.Ordinal);

    public FactSet(DateTimeOffset now) => Now = now;

    public DateTimeOffset Now { get; }

    /// <summary>Adds one more layer of facts, folded by looking at those already here.</summary>
    public FactSet With(IEnumerable<Fact> facts)
    {
        // The layer is folded to its end before the first of it is seen.
        Fact[] layer = [.. facts];
        foreach (Fact fact in layer) Add(fact);
        foreach (string kind in layer.Select(f => f.Kind).Distinct(StringComparer.Ordinal)) _kinds[kind].Sort(NewestFirst);
        _links.Clear();
        _inForce.Clear();
        return this;
    }

    /// <summary>Facts of a kind, newest first.</summary>
    public IReadOnlyList<Fact> Of(string kind) => _kinds.GetValueOrDefault(kind) ?? [];

    /// <summary>Facts of a kind with this id or digest.</summary>
    public IReadOnlyList<Fact> Named(string kind, string name) => _named.GetValueOrDefault((kind, name)) ?? [];

    /// <summary>Facts of a kind completed from one instant up to another, newest first.</summary>
    public IEnumerable<Fact> Between(string kind, DateTimeOffset from, DateTimeOffset to)
    {
        if (!_kinds.TryGetValue(kind, out List<Fact>? facts)) yield break;
        int low = 0, high = facts.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (facts[middle].At > to) low = middle + 1;
            else high = middle;
        }
        for (; low < facts.Count && facts[low].At >= from; low++) yield return facts[low];
    }

    /// <summary>The fact of a kind with this id or digest; null when there is none.</summary>
    public Fact? Find(string kind, string? name) => name is not null && Named(kind, name) is [Fact first, ..] ? first : null;

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
    public string Canonical(string name) => Find("version", name)?.Text("digest") ?? name;

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
        {
            foreach (string value in fact.Values(path))
                // A value that is there twice names the fact once.
                if (ListOf(index, value) is var named && (named.Count == 0 || !ReferenceEquals(named[^1], fact))) named.Add(fact);
        }
        return index;
    }

    private static List<Fact> ListOf<TKey>(Dictionary<TKey, List<Fact>> index, TKey key)
        where TKey : notnull
    {
        ref List<Fact>? list = ref CollectionsMarshal.GetValueRefOrAddDefault(index, key, out _);
        return list ??= [];
    }
}
