using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Http;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>Finds files by what they belong to, within the project that is asked.</summary>
internal sealed class ArtifactFinding(IDatabase database, IEnumerable<IFileOwners> kinds, FileService files, FileStore store) : IOwnedFiles
{
    private const int OfCard = 50;

    /// <exception cref="ApiException">404: no such kind, or none with this id in the project.</exception>
    public Task<FileOwner> OwnerAsync(string project, string kind, string id, CancellationToken cancellation)
        => kinds.FirstOrDefault(k => k.Kind == kind) is { } found ? OfAsync(found, project, id, cancellation) : throw ApiException.NotFound("kind of files", kind);

    /// <summary>The owner that an address names by its kind: <c>?run=…</c>.</summary>
    /// <exception cref="ApiException">400: it names none; 404 as above.</exception>
    public Task<FileOwner> OwnerAsync(string project, IQueryCollection query, CancellationToken cancellation)
        => kinds.FirstOrDefault(k => query.ContainsKey(k.Kind)) is { } found ? OfAsync(found, project, query[found.Kind].ToString(), cancellation)
            : throw ApiException.Invalid("run", "The address does not say whose file it is.", $"Name one of {string.Join(", ", kinds.Select(k => k.Kind))}.");

    /// <exception cref="ApiException">404: no such file of it.</exception>
    public async Task<TrackedFile> FindAsync(FileOwner owner, string path, CancellationToken cancellation)
    {
        if (owner.Only is { } only && only.Path == path) return only;
        FileRow? file = null;
        try
        {
            if (owner.Location is { } location) file = await files.FindAsync($"{files.Root(location)}/{ArtifactPath.Parse(path)}", cancellation);
        }
        catch (MlflowException)
        {
            // No path that a file could have: there is none.
        }
        return file is { Digest: { } digest } ? new TrackedFile(path, digest, file.Size) : throw ApiException.NotFound("artifact", path, $"See the artifacts on the page of the {owner.Noun}.");
    }

    /// <summary>A page of its files by path, of all folders; none where they lie in another store.</summary>
    /// <param name="after">The path before the page; null for the first.</param>
    public async Task<Page<TrackedFile>> ListAsync(FileOwner owner, string? after, int limit, CancellationToken cancellation)
        => owner.Only is { } only ? new Page<TrackedFile>([only], null) : await ListAsync(owner.Location, after, limit, cancellation);

    /// <summary>Those below an artifact URI.</summary>
    /// <inheritdoc cref="ListAsync(FileOwner, string, int, CancellationToken)"/>
    public async Task<Page<TrackedFile>> ListAsync(string? location, string? after, int limit, CancellationToken cancellation)
    {
        if (location is null || files.OwnRoot(location) is not { } root) return new Page<TrackedFile>([], null);
        IReadOnlyList<FileRow> found = await database.ReadAsync(s => store.Below(s, root, after, limit + 1), cancellation);
        return Page<TrackedFile>.Of([.. found.Select(f => new TrackedFile(f.Path[(root.Length + 1)..], f.Digest!, f.Size))], limit, f => f.Path);
    }

    public async Task<OwnedFiles> FirstAsync(string project, string kind, string id, CancellationToken cancellation)
    {
        FileOwner owner = await OwnerAsync(project, kind, id, cancellation);
        Page<TrackedFile> page = await ListAsync(owner, null, OfCard, cancellation);
        return new OwnedFiles(owner, page.Items, page.Next is not null);
    }

    // PostgreSQL has no NUL in a text, so nothing is called so.
    private static Task<FileOwner> OfAsync(IFileOwners kind, string project, string id, CancellationToken cancellation)
        => id.Contains('\0') ? throw ApiException.NotFound(kind.Kind.Replace('-', ' '), id) : kind.FindAsync(project, id, cancellation);
}
