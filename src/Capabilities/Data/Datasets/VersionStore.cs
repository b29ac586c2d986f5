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

    /// <summary>The newest of each partition among those that had arrived at <paramref name="asOf"/>, by partition.</summary>
    public IReadOnlyList<VersionRow> Known(SqlSession s, string project, string source, long asOf) => s.Query<VersionRow>("""
        select v.* from data_versions v
        join (select partition, max(number) as number from data_versions where project = @project and source = @source and arrived_at <= @asOf group by partition) n
          on n.partition = v.partition and n.number = v.number
        where v.project = @project and v.source = @source order by v.partition
        """, new { project, source, asOf });

    public VersionRow? Newest(SqlSession s, string project, string source, string partition) => s.First<VersionRow>(
        "select * from data_versions where project = @project and source = @source and partition = @partition order by number desc limit 1", new { project, source, partition });

    /// <summary>The version this one is held against: the newest of the partition before, or the older one of the same partition.</summary>
    public VersionRow? Before(SqlSession s, string project, string source, string partition, int number) => s.First<VersionRow>("""
        select * from data_versions where project = @project and source = @source and number <> @number and (partition < @partition or (partition = @partition and number < @number))
        order by partition desc, number desc limit 1
        """, new { project, source, partition, number });

    public VersionRow? First(SqlSession s, string project, string source)
        => s.First<VersionRow>("select * from data_versions where project = @project and source = @source order by number limit 1", new { project, source });

    public int NextNumber(SqlSession s, string project, string source)
        => 1 + s.Scalar<int>("select coalesce(max(number), 0) from data_versions where project = @project and source = @source", new { project, source });

    /// <summary>Rows of the newest versions of the last <paramref name="count"/> partitions before this one; for a source without partitions, of its last versions.</summary>
    public IReadOnlyList<long> RowsBefore(SqlSession s, string project, string source, string partition, int count) => s.Query<long>("""
        select v.rows from data_versions v where v.project = @project and v.source = @source and (v.partition < @partition or @partition = '')
          and (@partition = '' or v.number = (select max(w.number) from data_versions w where w.project = @project and w.source = @source and w.partition = v.partition))
        order by v.partition desc, v.number desc limit @count
        """, new { project, source, partition, count });

    /// <summary>Newest first.</summary>
    public IReadOnlyList<VersionRow> List(SqlSession s, string project, string? source, string? before, int limit) => s.Query<VersionRow>("""
        select * from data_versions where project = @project and (@source is null or source = @source) and (@before is null or id < @before) order by id desc limit @limit
        """, new { project, source, before, limit });
}
