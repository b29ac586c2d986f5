using System.Text.Json;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Data.Datasets;

/// <inheritdoc cref="IDatasets"/>
internal sealed class DatasetService(IDatabase database, VersionStore store, IArtifactStore artifacts, TimeProvider clock) : IDatasets
{
    public async Task<IReadOnlyList<DatasetVersion>> KnownAsync(string project, string source, DateTimeOffset? asOf, CancellationToken cancellation)
    {
        long instant = (asOf ?? clock.GetUtcNow()).ToUnixTimeMilliseconds();
        return [.. (await database.ReadAsync(s => store.Known(s, project, source, instant), cancellation)).Select(r => r.View())];
    }

    public async Task<DatasetVersion?> FindAsync(string id, CancellationToken cancellation) => (await database.ReadAsync(s => store.Find(s, id), cancellation))?.View();

    public async Task<IReadOnlyList<DatasetVersion>> ChosenAsync(string project, string source, IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        HashSet<string> chosen = [.. ids];
        return [.. (await database.ReadAsync(s => store.OfSource(s, project, source), cancellation)).Where(r => chosen.Contains(r.Id)).Select(r => r.View())];
    }

    public Task<string> PathAsync(DatasetVersion version, CancellationToken cancellation) => artifacts.PathAsync(version.Digest, cancellation);

    public async Task<JsonDocument> ProfileAsync(DatasetVersion version, CancellationToken cancellation)
    {
        await using Stream content = await artifacts.OpenAsync(version.ProfileDigest, cancellation);
        return await JsonDocument.ParseAsync(content, cancellationToken: cancellation);
    }
}
