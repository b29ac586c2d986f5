using System.Text.Json;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Jobs;

/// <summary>Jobs by unique key; leases on real time. A leased job belongs to one owner until the lease runs out or it is settled.</summary>
internal sealed class JobStore
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public bool Insert(SqlSession s, string id, JobDraft job, long now) => s.Execute("""
        insert into jobs (id, key, kind, project, lane, payload, state, ready_at, created_at) values (@id, @Key, @Kind, @Project, @Lane, @payload, 'queued', @now, @now)
        on conflict (key) do nothing
        """, new { id, job.Key, job.Kind, job.Project, job.Lane, payload = JsonSerializer.Serialize(job.Payload, Json), now }) == 1;

    /// <summary>Takes the next ready job of the given kinds in whose lane no other runs, or one whose owner let its lease run out; that one holds no lane either.</summary>
    /// <param name="mine">Jobs that the owner still runs: it is not to run one twice.</param>
    public JobRow? Lease(SqlSession s, IReadOnlyList<string> kinds, IReadOnlyList<string> mine, string owner, long now, long until)
    {
        // What another server leases at this moment is not to be seen yet, and may be of the same lane.
        if (s.Engine == SqlEngine.Postgres) s.Execute("select pg_advisory_xact_lock(4711004)");
        string inMine = s.Engine == SqlEngine.Postgres ? "= any(@mine)" : "in @mine";
        return s.First<JobRow>($"""
            update jobs set state = 'running', lease_owner = @owner, lease_until = @until, attempts = attempts + 1
            where id = (select id from jobs j where kind {(s.Engine == SqlEngine.Postgres ? "= any(@kinds)" : "in @kinds")}
                          and ((state = 'queued' and ready_at <= @now) or (state = 'running' and lease_until < @now and not id {inMine}))
                          and (lane is null or not exists (select 1 from jobs o where o.lane = j.lane and o.id <> j.id and o.state = 'running' and (o.lease_until >= @now or o.id {inMine})))
                        order by ready_at, id limit 1 {(s.Engine == SqlEngine.Postgres ? "for update skip locked" : "")})
            returning *
            """, new { kinds, mine, owner, now, until });
    }

    public bool Renew(SqlSession s, string id, string owner, long until)
        => s.Execute("update jobs set lease_until = @until where id = @id and lease_owner = @owner and state = 'running'", new { id, owner, until }) == 1;

    public bool Settle(SqlSession s, string id, string owner, string state, string? failure, long readyAt, long now) => s.Execute("""
        update jobs set state = @state, failure = @failure, ready_at = @readyAt, lease_owner = null, lease_until = null,
          finished_at = case when @state = 'queued' then null else @now end
        where id = @id and lease_owner = @owner and state = 'running'
        """, new { id, owner, state, failure, readyAt, now }) == 1;

    /// <summary>Gives up what is ready and of none of the given kinds: an earlier release asked for it, and nobody here does it.</summary>
    public IReadOnlyList<JobRow> GiveUp(SqlSession s, IReadOnlyList<string> kinds, long now) => s.Query<JobRow>($"""
        update jobs set state = 'failed', failure = 'This release has no jobs of this kind.', lease_owner = null, lease_until = null, finished_at = @now
        where kind {(s.Engine == SqlEngine.Postgres ? "<> all(@kinds)" : "not in @kinds")} and ((state = 'queued' and ready_at <= @now) or (state = 'running' and lease_until < @now))
        returning *
        """, new { kinds, now });

    /// <summary>On SQLite there is one server: what is leased when it starts was leased by a process that is gone.</summary>
    public int ReleaseAll(SqlSession s) => s.Execute("update jobs set state = 'queued', lease_owner = null, lease_until = null where state = 'running'");

    /// <summary>Earliest time after <paramref name="after"/> at which a job becomes ready or its lease runs out; null when there is none.</summary>
    public long? NextReady(SqlSession s, long after) => s.Scalar<long?>("""
        select min(at) from (select case when state = 'queued' then ready_at else lease_until end as at from jobs where state in ('queued', 'running')) open where at > @after
        """, new { after });

    public long Open(SqlSession s) => s.Scalar<long>("select count(*) from jobs where state in ('queued', 'running')");

    public IReadOnlyList<JobRow> List(SqlSession s, string? state, string? before, int limit) => s.Query<JobRow>(
        "select * from jobs where (@state is null or state = @state) and (@before is null or id < @before) order by id desc limit @limit", new { state, before, limit });
}
