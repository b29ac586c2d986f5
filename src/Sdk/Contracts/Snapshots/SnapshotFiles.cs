namespace Cairn.Contracts.Snapshots;

/// <summary>The files that a snapshot names: models, their members, what features are looked up in.</summary>
public static class SnapshotFiles
{
    /// <summary>Where each lies, by digest.</summary>
    public static IReadOnlyDictionary<string, string> Of(RouteSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (EndpointRoute endpoint in snapshot.Endpoints)
        {
            foreach (VariantRoute variant in endpoint.Variants) Add(files, variant.Digest, variant.Path, variant.Members);
            if (endpoint.Shadow is { } shadow) Add(files, shadow.Digest, shadow.Path, shadow.Members);
            foreach (LookupRoute lookup in endpoint.Lookups) files[lookup.Digest] = lookup.Path;
        }

        return files;
    }

    /// <summary>The same snapshot with its files elsewhere.</summary>
    /// <param name="place">The absolute path of a digest's file.</param>
    public static RouteSnapshot Moved(RouteSnapshot snapshot, Func<string, string> place)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot with { Endpoints = [.. snapshot.Endpoints.Select(e => Moved(e, place))] };
    }

    private static EndpointRoute Moved(EndpointRoute endpoint, Func<string, string> place) => endpoint with
    {
        Variants = [.. endpoint.Variants.Select(v => v with { Path = place(v.Digest), Members = Moved(v.Members, place) })],
        Shadow = endpoint.Shadow is { } shadow ? shadow with { Path = place(shadow.Digest), Members = Moved(shadow.Members, place) } : null,
        Lookups = [.. endpoint.Lookups.Select(l => l with { Path = place(l.Digest) })],
    };

    private static SortedDictionary<string, string>? Moved(IReadOnlyDictionary<string, string>? members, Func<string, string> place) =>
        members is null ? null : new(members.Keys.ToDictionary(digest => digest, place, StringComparer.Ordinal), StringComparer.Ordinal);

    private static void Add(SortedDictionary<string, string> files, string digest, string path, IReadOnlyDictionary<string, string>? members)
    {
        files[digest] = path;
        foreach ((string member, string at) in members ?? new Dictionary<string, string>(StringComparer.Ordinal)) files[member] = at;
    }
}
