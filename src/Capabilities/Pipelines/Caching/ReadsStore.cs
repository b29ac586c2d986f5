using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Caching;

/// <summary>What executions were seen to read, by all else that their result depended on. Different code may read differently, so there may be several.</summary>
internal sealed class ReadsStore(TimeProvider clock)
{
    private const int Most = 16;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<StepReads> Find(SqlSession s, string baseDigest)
        => [.. s.Query<string>("select reads from step_reads where base = @baseDigest order by seen_at desc limit @Most", new { baseDigest, Most }).Select(StepReads.Parse)];

    public void Remember(SqlSession s, string baseDigest, StepReads reads)
    {
        string json = reads.Json();
        s.Execute("""
            insert into step_reads (base, digest, reads, seen_at) values (@baseDigest, @digest, @json, @now)
            on conflict (base, digest) do update set seen_at = @now
            """, new { baseDigest, digest = Digest.Of(json), json, now = clock.GetUtcNow().ToUnixTimeMilliseconds() });
    }
}
