using Cairn.Platform.Sql;

namespace Cairn.Projects;

internal sealed class SecretStore
{
    public void Set(SqlSession s, SecretRow row) => s.Execute("""
        insert into project_secrets (project, name, sealed, set_by, set_at) values (@Project, @Name, @Sealed, @SetBy, @SetAt)
        on conflict (project, name) do update set sealed = @Sealed, set_by = @SetBy, set_at = @SetAt
        """, row);

    public bool Remove(SqlSession s, string project, string name)
        => s.Execute("delete from project_secrets where project = @project and name = @name", new { project, name }) == 1;

    public IReadOnlyList<SecretRow> List(SqlSession s, string project)
        => s.Query<SecretRow>("select * from project_secrets where project = @project order by name", new { project });
}
