using Cairn.Platform.Sql;

namespace Cairn.Data.Tags;

/// <summary>Names that people give to dataset versions; a name of a source stands for one version at a time.</summary>
internal sealed class TagStore
{
    public string? VersionOf(SqlSession s, string project, string source, string name)
        => s.First<string>("select version_id from data_tags where project = @project and source = @source and name = @name", new { project, source, name });

    public IReadOnlyList<string> NamesOf(SqlSession s, string versionId) => s.Query<string>("select name from data_tags where version_id = @versionId order by name", new { versionId });

    public void Set(SqlSession s, string project, string source, string name, string versionId, string by, long at) => s.Execute("""
        insert into data_tags (project, source, name, version_id, set_by, set_at) values (@project, @source, @name, @versionId, @by, @at)
        on conflict (project, source, name) do update set version_id = excluded.version_id, set_by = excluded.set_by, set_at = excluded.set_at
        """, new { project, source, name, versionId, by, at });

    public bool Remove(SqlSession s, string project, string source, string name) => s.Execute("delete from data_tags where project = @project and source = @source and name = @name", new { project, source, name }) == 1;
}
