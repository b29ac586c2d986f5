using Cairn.Platform.Sql;

namespace Cairn.Data.Arrivals;

/// <summary>The journal of gatherings. At most one of a partition runs at a time; a finished one changes only by its release from quarantine.</summary>
internal sealed class ArrivalStore
{
    // The first of the same partition that was judged after a quarantined one (a) and so took its place.
    private const string Later = """
        (select min(l.run_id) from data_arrivals l where l.project = a.project and l.source = a.source and l.partition = a.partition and l.run_id > a.run_id
          and l.state in ('accepted', 'warned', 'quarantined'))
        """;

    // It found nothing that the released one before it (r) did not have: what was decided about that stands.
    private const string Vain = """
        (a.state in ('missing', 'failed') and exists (select 1 from data_arrivals r where r.released_by is not null and a.fingerprint in ('', '?', r.fingerprint)
          and r.run_id = (select max(f.run_id) from data_arrivals f where f.project = a.project and f.source = a.source and f.partition = a.partition and f.run_id < a.run_id and f.state not in ('missing', 'failed'))))
        """;

    public void Insert(SqlSession s, ArrivalRow row) => s.Execute("""
        insert into data_arrivals (run_id, project, source, partition, state, trigger_kind, attempt, source_uri, fingerprint, started_at, started_event)
        values (@RunId, @Project, @Source, @Partition, 'running', @TriggerKind, 1, @SourceUri, @Fingerprint, @StartedAt, @StartedEvent)
        """, row);

    /// <summary>Takes up the running one of a partition again, counting the attempt; null when none runs.</summary>
    public ArrivalRow? TakeUp(SqlSession s, string project, string source, string partition, string uri, string fingerprint) => s.First<ArrivalRow>("""
        update data_arrivals set attempt = attempt + 1, source_uri = @uri, fingerprint = @fingerprint where project = @project and source = @source and partition = @partition and state = 'running' returning *
        """, new { project, source, partition, uri, fingerprint });

    /// <summary>False when it was finished before.</summary>
    public bool Finish(SqlSession s, ArrivalRow row) => s.Execute("""
        update data_arrivals set state = @State, source_digest = @SourceDigest, rows = @Rows, bytes = @Bytes, table_digest = @TableDigest, profile_digest = @ProfileDigest,
          schema_json = @SchemaJson, rules = @Rules, newest_event_at = @NewestEventAt, failure = @Failure, reason = @Reason, version_id = @VersionId,
          finished_at = @FinishedAt, finished_event = @FinishedEvent
        where run_id = @RunId and state = 'running'
        """, row) == 1;

    public bool Release(SqlSession s, string runId, string by, string versionId) => s.Execute(
        "update data_arrivals set state = 'warned', released_by = @by, version_id = @versionId where run_id = @runId and state = 'quarantined'", new { runId, by, versionId }) == 1;

    /// <summary>The newest gathering of each partition.</summary>
    public IReadOnlyList<ArrivalRow> Newest(SqlSession s, string project, string source) => ByPartition(s, project, source, "");

    /// <summary>What holds of each partition: the newest gathering, or the one that was released from quarantine where those since failed or found nothing.</summary>
    public IReadOnlyList<ArrivalRow> Standing(SqlSession s, string project, string source) => ByPartition(s, project, source, $"and not {Vain}");

    public ArrivalRow? Find(SqlSession s, string runId) => s.First<ArrivalRow>("select * from data_arrivals where run_id = @runId", new { runId });

    public ArrivalRow? Newest(SqlSession s, string project, string source, string partition) => s.First<ArrivalRow>(
        "select * from data_arrivals where project = @project and source = @source and partition = @partition order by run_id desc limit 1", new { project, source, partition });

    /// <summary>The newest that found something, or is at it.</summary>
    public ArrivalRow? NewestFound(SqlSession s, string project, string source, string partition) => s.First<ArrivalRow>("""
        select * from data_arrivals where project = @project and source = @source and partition = @partition and state not in ('missing', 'failed') order by run_id desc limit 1
        """, new { project, source, partition });

    public IReadOnlyList<ArrivalRow> Running(SqlSession s, string project, string source)
        => s.Query<ArrivalRow>("select * from data_arrivals where project = @project and source = @source and state = 'running'", new { project, source });

    /// <summary>Newest first; null for all sources and states.</summary>
    public IReadOnlyList<ArrivalRow> List(SqlSession s, ArrivalFilter filter, string? before, int limit) => s.Query<ArrivalRow>($"""
        select a.*, case when a.state = 'quarantined' then {Later} end as superseded_by
        from data_arrivals a where a.project = @Project and (@Source is null or a.source = @Source) and (@State is null or a.state = @State)
          and (@Partition is null or a.partition = @Partition) and (@before is null or a.run_id < @before) and (not @Waiting or a.state <> 'quarantined' or {Later} is null)
        order by a.run_id desc limit @limit
        """, new { filter.Project, filter.Source, filter.State, filter.Partition, filter.Waiting, before, limit });

    public IReadOnlyList<ArrivalRow> Between(SqlSession s, string project, string source, long from, long to) => s.Query<ArrivalRow>(
        "select * from data_arrivals where project = @project and source = @source and finished_at >= @from and finished_at < @to order by finished_at, run_id", new { project, source, from, to });

    /// <summary>How many wait in quarantine, without those that a later arrival superseded.</summary>
    public int Quarantined(SqlSession s, string project, string source)
        => s.Scalar<int>($"select count(*) from data_arrivals a where a.project = @project and a.source = @source and a.state = 'quarantined' and {Later} is null", new { project, source });

    private static IReadOnlyList<ArrivalRow> ByPartition(SqlSession s, string project, string source, string which) => s.Query<ArrivalRow>($"""
        select b.* from data_arrivals b
        join (select max(a.run_id) as run_id from data_arrivals a where a.project = @project and a.source = @source {which} group by a.partition) n on n.run_id = b.run_id
        order by b.partition
        """, new { project, source });
}
