using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>The Parquet files of a route.</summary>
internal sealed class LogFiles(IDatabase database, LogPartStore store, IArtifactStore artifacts)
{
    /// <summary>Paths of those that touch a time, by segment.</summary>
    public async Task<IReadOnlyList<string>> PathsAsync(string route, string kind, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var paths = new List<string>();
        foreach (LogPart part in await PartsAsync(route, kind, from, to, cancellation)) paths.Add(await artifacts.PathAsync(part.Digest, cancellation));
        return paths;
    }

    public Task<IReadOnlyList<LogPart>> PartsAsync(string route, string kind, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
        => database.ReadAsync(s => store.Between(s, route, kind, from, to), cancellation);
}
