using Cairn.Platform.Sql;

namespace Cairn.Data.Datasets;

/// <summary>Dataset versions: written once, never changed.</summary>
internal sealed class VersionStore
{
    public void Insert(SqlSession s, VersionRow row) => s.Execute("""
        insert into data_versions (id, project, source, partition, number, digest, rows, bytes, schema_json, profile_digest, newest_event_at, arrived_at, event_id, run_id, source_uri, source_digest)
        values (@Id, @Project, @Source, @Partition, @Number, @Digest, @Rows, @Bytes, @SchemaJson, @ProfileDigest, @NewestEventAt, @ArrivedAt, @EventId, @RunId, @SourceUri, @SourceDigest)
        """, row);

    public VersionRow? Find(SqlSession s, string id) => s.First<VersionRow>("select * from data_versions where id = @id", new { id });

    /// <summary>All of a source, whatever became of them.</summary>
    public IReadOnlyList<VersionRow> OfSource(SqlSession s, string project, string source)
        => s.Query<VersionRow>("select * from data_versions where project = @project and source = @source", new { project, source });

    /// <summary>The newest of each partition among those that had arrived at <paramref name="asOf"/>, by partition.</summary>
    public IReadOnlyList<VersionRow> Known(SqlSession s, string project, string source, long asOf) => s.Query<VersionRow>("""
        select v.* from data_versions v
        join (select partition, max(number) as number from data_versions where project = @project and source = @source and arrived_at <= @asOf group by partition) n
          on n.partition = v.partition and n.number = v.number
        where v.project = @project and v.source = @source order by v.partition
        """, new { project, source, asOf });

    /// <summary>When rows up to the newest event time were first here, and that time. Null as long as nothing of after the source's first arrival is here: what was history then says nothing of how late data come.</summary>
    public FirstSeen? NewestSeen(SqlSession s, string project, string source) => s.First<FirstSeen>("""
        select min(v.arrived_at) as arrived_at, n.newest as event_at from data_versions v
        join (select max(newest_event_at) as newest, min(arrived_at) as begun from data_versions where project = @project and source = @source) n on v.newest_event_at = n.newest and n.newest > n.begun
        where v.project = @project and v.source = @source group by n.newest
        """, new { project, source });

    public VersionRow? Newest(SqlSession s, string project, string source, string partition) => s.First<VersionRow>(
        "select * from data_versions where project = @project and source = @source and partition = @partition order by number desc limit 1", new { project, source, partition });

    /// <summary>The version this one is held against: the newest of the partition before, or the older one of the same partition.</summary>
    public VersionRow? Before(SqlSession s, string project, string source, string partition, int number) => s.First<VersionRow>("""
        select * from data_versions where project = @project and source = @source and number <> @number and (partition < @partition or (partition = @partition and number < @number))
        order by partition desc, number desc limit 1
        """, new { project, source, partition, number });

    /// <summary>The version of the same partition that this one replaced.</summary>
    public VersionRow? Replacing(SqlSession s, string project, string source, string partition, int number) => s.First<VersionRow>(
        "select * from data_versions where project = @project and source = @source and partition = @partition and number < @number order by number desc limit 1", new { project, source, partition, number });

    public VersionRow? First(SqlSession s, string project, string source)
        => s.First<VersionRow>("select * from data_versions where project = @project and source = @source order by number limit 1", new { project, source });

    public VersionRow? Last(SqlSession s, string project, string source)
        => s.First<VersionRow>("select * from data_versions where project = @project and source = @source and deleted_at is null order by number desc limit 1", new { project, source });

    public VersionRow? Numbered(SqlSession s, string project, string source, int number)
        => s.First<VersionRow>("select * from data_versions where project = @project and source = @source and number = @number", new { project, source, number });

    /// <summary>Versions that a newer one of the same partition replaced, and those that are deleted, oldest first.</summary>
    public IReadOnlyList<VersionRow> Replaced(SqlSession s, string project, string? source) => s.Query<VersionRow>("""
        select v.* from data_versions v where v.project = @project and (@source is null or v.source = @source) and exists
          (select 1 from data_versions n where n.project = v.project and n.source = v.source and n.partition = v.partition and n.number > v.number)
        order by v.id
        """, new { project, source });

    /// <summary>False when it was deleted before.</summary>
    public bool Delete(SqlSession s, string id, string by, long at) => s.Execute("update data_versions set deleted_at = @at, deleted_by = @by where id = @id and deleted_at is null", new { id, by, at }) == 1;

    /// <summary>Whether a version that is not deleted, or an arrival that may be released, has this content.</summary>
    public bool IsHeld(SqlSession s, string digest) => s.Scalar<int>("select count(*) from data_versions where digest = @digest and deleted_at is null", new { digest }) > 0
        || s.Scalar<int>("select count(*) from data_arrivals where table_digest = @digest and state = 'quarantined'", new { digest }) > 0;

    /// <summary>Versions with their content that came of this address.</summary>
    public IReadOnlyList<VersionRow> Shown(SqlSession s, string project, string uri)
        => s.Query<VersionRow>("select * from data_versions where project = @project and source_uri = @uri and deleted_at is null order by number", new { project, uri });

    public int NextNumber(SqlSession s, string project, string source)
        => 1 + s.Scalar<int>("select coalesce(max(number), 0) from data_versions where project = @project and source = @source", new { project, source });

    /// <summary>Rows of the newest versions of the last <paramref name="count"/> partitions before this one; for a source without partitions, of its last versions.</summary>
    public IReadOnlyList<long> RowsBefore(SqlSession s, string project, string source, string partition, int count) => s.Query<long>("""
        select v.rows from data_versions v where v.project = @project and v.source = @source and (v.partition < @partition or @partition = '')
          and (@partition = '' or v.number = (select max(w.number) from data_versions w where w.project = @project and w.source = @source and w.partition = v.partition))
        order by v.partition desc, v.number desc limit @count
        """, new { project, source, partition, count });

    /// <summary>Newest first.</summary>
    /// <param name="known">True: only the newest of each partition.</param>
    public IReadOnlyList<VersionRow> List(SqlSession s, string project, string? source, bool known, string? before, int limit) => s.Query<VersionRow>("""
        select v.* from data_versions v where v.project = @project and (@source is null or v.source = @source) and (@before is null or v.id < @before)
          and (@every = 1 or not exists (select 1 from data_versions n where n.project = v.project and n.source = v.source and n.partition = v.partition and n.number > v.number))
        order by v.id desc limit @limit
        """, new { project, source, before, limit, every = known ? 0 : 1 });
}
