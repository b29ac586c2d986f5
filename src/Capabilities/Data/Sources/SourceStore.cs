using Cairn.Platform.Sql;

namespace Cairn.Data.Sources;

/// <summary>Which sources have been declared and may have a timer.</summary>
internal sealed class SourceStore
{
    public IReadOnlyList<string> Names(SqlSession s, string project) => s.Query<string>("select name from data_sources where project = @project order by name", new { project });

    public void Add(SqlSession s, string project, string name)
        => s.Execute("insert into data_sources (project, name) values (@project, @name) on conflict (project, name) do nothing", new { project, name });

    public void Remove(SqlSession s, string project, string name) => s.Execute("delete from data_sources where project = @project and name = @name", new { project, name });
}
