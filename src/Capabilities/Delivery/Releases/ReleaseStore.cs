using Cairn.Platform.Sql;

namespace Cairn.Delivery;

internal sealed class ReleaseStore
{
    private const string OpenOf = "select * from releases where project = @Project and kind = @Kind and name = @Name and environment = @Environment and finished_at is null order by number";

    public Release? Find(SqlSession s, string id) => s.First<Release>("select * from releases where id = @id", new { id });

    public Release? ByKey(SqlSession s, string key) => s.First<Release>("select * from releases where key = @key", new { key });

    public long NextNumber(SqlSession s) => s.Scalar<long?>("select max(number) from releases") is { } last ? last + 1 : 1;

    public void Insert(SqlSession s, Release r) => s.Execute("""
        insert into releases (id, number, key, project, kind, name, environment, environment_role, version_id, version_number, digest, commit_id, previous_id, previous_number,
          previous_digest, strategy, plan, trigger_kind, rollback, actor, state, active, seq, step, weight, holds, step_at, cause, started_event, created_at, updated_at)
        values (@Id, @Number, @Key, @Project, @Kind, @Name, @Environment, @EnvironmentRole, @VersionId, @VersionNumber, @Digest, @CommitId, @PreviousId, @PreviousNumber,
          @PreviousDigest, @Strategy, @Plan, @TriggerKind, @Rollback, @Actor, @State, @Active, @Seq, @Step, @Weight, @Holds, @StepAt, @Cause, @StartedEvent, @CreatedAt, @UpdatedAt)
        """, r);

    /// <summary>Whether the row still stands at this sequence; until the transaction ends nobody else moves it.</summary>
    public bool Holds(SqlSession s, Release at)
        => s.Scalar<long?>($"select seq from releases where id = @Id {(s.Engine == SqlEngine.Postgres ? "for update" : "")}", new { at.Id }) == at.Seq;

    public void Move(SqlSession s, Release to) => s.Execute("""
        update releases set state = @State, active = @Active, seq = @Seq, step = @Step, weight = @Weight, holds = @Holds, step_at = @StepAt, baseline = @Baseline, served = @Served, reason = @Reason,
          result = @Result, decision = @Decision, stop = @Stop, previous_id = @PreviousId, previous_number = @PreviousNumber, previous_digest = @PreviousDigest, finished_event = @FinishedEvent,
          updated_at = @UpdatedAt, finished_at = @FinishedAt
        where id = @Id
        """, to);

    public void Journal(SqlSession s, ReleaseLine line) => s.Execute("""
        insert into release_journal (release_id, seq, at, from_state, to_state, weight, actor, idempotency_key, reason, evidence)
        values (@ReleaseId, @Seq, @At, @FromState, @ToState, @Weight, @Actor, @IdempotencyKey, @Reason, @Evidence)
        """, line);

    public IReadOnlyList<ReleaseLine> JournalOf(SqlSession s, string id) => s.Query<ReleaseLine>("select * from release_journal where release_id = @id order by seq", new { id });

    /// <summary>The verb with this key was done before.</summary>
    public bool Done(SqlSession s, string id, string key)
        => s.Scalar<long>("select count(*) from release_journal where release_id = @id and idempotency_key = @key", new { id, key }) > 0;

    /// <summary>Open releases of the same subject in the same place, oldest first.</summary>
    public IReadOnlyList<Release> Open(SqlSession s, Release like) => s.Query<Release>(OpenOf, like);

    /// <summary>The same, held until the transaction ends: one that is just ending is waited for, so that it cannot be missed by who waits for its end.</summary>
    public IReadOnlyList<Release> Held(SqlSession s, Release like) => s.Query<Release>(s.Engine == SqlEngine.Postgres ? OpenOf + " for update" : OpenOf, like);

    public Release? LastSucceeded(SqlSession s, Release like) => s.First<Release>("""
        select * from releases where project = @Project and kind = @Kind and name = @Name and environment = @Environment and state = 'succeeded' order by number desc limit 1
        """, like);

    /// <summary>The newest of a strategy into a place; null when there was none.</summary>
    public Release? NewestOf(SqlSession s, string project, string name, string environment, string strategy) => s.First<Release>("""
        select * from releases where project = @project and kind = 'model' and name = @name and environment = @environment and strategy = @strategy order by number desc limit 1
        """, new { project, name, environment, strategy });

    /// <summary>The release that brought a version into an environment at or before an instant.</summary>
    public Release? OfVersion(SqlSession s, string project, string environment, string version, long at) => s.First<Release>("""
        select * from releases where project = @project and environment = @environment and version_id = @version and created_at <= @at order by number desc limit 1
        """, new { project, environment, version, at });

    public IReadOnlyList<Release> List(SqlSession s, string project, string? environment, string? state, long before, int limit) => s.Query<Release>("""
        select * from releases where project = @project and (@environment is null or environment = @environment) and (@state is null or state = @state) and number < @before
        order by number desc limit @limit
        """, new { project, environment, state, before, limit });
}

/// <summary>One transition in the journal.</summary>
internal sealed record ReleaseLine
{
    public string ReleaseId { get; init; } = "";
    public long Seq { get; init; }
    public long At { get; init; }
    public string FromState { get; init; } = "";
    public string ToState { get; init; } = "";
    public int Weight { get; init; }

    /// <summary>Id of who moved it.</summary>
    public string Actor { get; init; } = "";
    public string? IdempotencyKey { get; init; }
    public string? Reason { get; init; }

    /// <summary>JSON of the verdict it rests on.</summary>
    public string? Evidence { get; init; }
}
