using System.Text.Json;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Caching;

/// <summary>Results of earlier executions by identity. One that cannot be given whole is not given.</summary>
internal sealed class StepCache(IDatabase database, RunStore store, ReadsStore reads, IArtifactStore artifacts)
{
    /// <summary>A result whose every object is still stored, and the identity it has; null when there is none.</summary>
    public async Task<(StepIdentity Identity, CachedResult Result)?> FindAsync(StepKey key)
    {
        foreach (StepReads seen in await database.ReadAsync(s => reads.Find(s, key.Base)))
            if (await TryAsync(key.Narrowed(seen)) is { } hit) return hit;
        return await TryAsync(key.Whole());
    }

    /// <summary>Keeps the result of an execution, in the transaction that publishes it.</summary>
    public void Remember(SqlSession s, string project, PipelineStep done, StepKey key, StepReads? seen)
    {
        store.Remember(s, project, done);
        if (seen is not null) reads.Remember(s, key.Base, seen);
    }

    /// <summary>Why nothing was found: what differs from the newest result of the same step.</summary>
    public async Task<string> WhyNotAsync(string project, string step, StepKey key)
    {
        if ((await database.ReadAsync(s => store.Newest(s, project, step)))?.Parts is not { } earlier) return "It has not run before.";
        return key.Like(JsonSerializer.Deserialize<Dictionary<string, string>>(earlier)!).WhyNot(earlier);
    }

    private async Task<(StepIdentity Identity, CachedResult Result)?> TryAsync(StepIdentity identity)
    {
        if (await database.ReadAsync(s => store.Cached(s, identity.Digest)) is not { } hit) return null;
        foreach (string digest in JsonSerializer.Deserialize<Dictionary<string, string>>(hit.Outputs)!.Values)
            if (!await artifacts.ExistsAsync(digest)) return null;
        return (identity, hit);
    }
}
