using Cairn.Platform.Sql;

namespace Cairn.Data.Features;

/// <summary>Files of features that were put in force: written once, the one with the greatest number holds.</summary>
internal sealed class FeatureStore
{
    public FeatureVersion? Newest(SqlSession s, string project, string name)
        => s.First<FeatureVersion>("select * from data_features where project = @project and name = @name order by number desc limit 1", new { project, name });

    public void Insert(SqlSession s, FeatureVersion version) => s.Execute("""
        insert into data_features (id, project, name, number, digest, table_digest, entries, bytes, columns_json, as_of, published_at, run_id, event_id)
        values (@Id, @Project, @Name, @Number, @Digest, @TableDigest, @Entries, @Bytes, @ColumnsJson, @AsOf, @PublishedAt, @RunId, @EventId)
        """, version);
}
