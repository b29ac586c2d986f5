using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Gives the log away as the files that it is.</summary>
internal sealed class LogExport(LogCompactor compactor, LogFiles files, LogPartStore store, IDatabase database, IArtifactStore artifacts)
{
    /// <summary>Files that touch the time, with everything logged so far in them.</summary>
    public async Task<IReadOnlyList<LogFile>> ListAsync(string route, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        await compactor.CompactAsync(route, cancellation);
        var all = new List<LogFile>();
        foreach ((_, string kind) in LogPart.Kinds) all.AddRange((await files.PartsAsync(route, kind, from, to, cancellation)).Select(LogFile.Of));
        return all;
    }

    /// <exception cref="ApiException">404: the log of the route has no such file now.</exception>
    public async Task<Stream> OpenAsync(string route, string digest, CancellationToken cancellation)
    {
        ApiException gone = ApiException.NotFound("file of the log", digest, "Files are written anew when days are merged or somebody is forgotten; list them again.");
        if (!await database.ReadAsync(s => store.Uses(s, route, digest), cancellation)) throw gone;
        try
        {
            return await artifacts.OpenAsync(digest, cancellation);
        }
        catch (FileNotFoundException)
        {
            throw gone;
        }
    }
}
