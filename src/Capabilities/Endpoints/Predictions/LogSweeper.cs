using Cairn.Platform.Artifacts;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Endpoints;

/// <summary>Deletes files that no part has any more. Real time: somebody may have been given their paths a moment ago.</summary>
internal sealed class LogSweeper(IArtifactStore artifacts, IDatabase database, LogPartStore store, RealTime real)
{
    /// <summary>Time in which whoever was given a file has read it.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    public async Task SweepAsync(string route, TimeSpan grace, CancellationToken cancellation)
    {
        long before = (real.Now - grace).ToUnixTimeMilliseconds();
        foreach (string digest in await database.ReadAsync(s => store.Garbage(s, route, before), cancellation))
        {
            if (!await database.ReadAsync(s => store.Uses(s, digest), cancellation)) await artifacts.DeleteAsync(digest, cancellation);
            await database.WriteAsync(s => store.Swept(s, route, digest), cancellation: cancellation);
        }
    }
}
