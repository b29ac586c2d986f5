using System.Text.Json;
using Cairn.Data.Views;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Datasets;

/// <inheritdoc cref="IDatasets"/>
internal sealed class DatasetService(IDatabase database, VersionStore store, IArtifactStore artifacts, IProjects projects, TimeProvider clock) : IDatasets
{
    public async Task<IReadOnlyList<DatasetVersion>> KnownAsync(string project, string source, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        long instant = (asOf ?? clock.GetUtcNow()).ToUnixTimeMilliseconds();
        return await database.ReadAsync(s => (IReadOnlyList<DatasetVersion>)[.. Declared(s, project, source, store.Known(s, project, source, instant)).Select(r => r.View())], cancellation);
    }

    public async Task<DatasetVersion?> FindAsync(string id, CancellationToken cancellation) => (await database.ReadAsync(s => store.Find(s, id), cancellation))?.View();

    public async Task<IReadOnlyList<DatasetVersion>> ChosenAsync(string project, string source, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        HashSet<string> chosen = [.. ids];
        return [.. (await database.ReadAsync(s => store.OfSource(s, project, source), cancellation)).Where(r => chosen.Contains(r.Id)).Select(r => r.View())];
    }

    // What a view once showed and does not show any more is no part of it.
    private IEnumerable<VersionRow> Declared(SqlSession s, string project, string source, IReadOnlyList<VersionRow> known)
        => known.Any(v => ViewSource.IsUri(v.SourceUri)) && projects.Find(s, project)?.File.Data.GetValueOrDefault(source) is { } declared && ViewDefinition.Read(declared) is { } view
            ? known.Where(v => view.Shows(v.Partition)) : known;

    public Task<string> PathAsync(DatasetVersion version, CancellationToken cancellation) => artifacts.PathAsync(version.Digest, cancellation);

    public async Task<JsonDocument> ProfileAsync(DatasetVersion version, CancellationToken cancellation)
    {
        await using Stream content = await artifacts.OpenAsync(version.ProfileDigest, cancellation);
        return await JsonDocument.ParseAsync(content, cancellationToken: cancellation);
    }
}
