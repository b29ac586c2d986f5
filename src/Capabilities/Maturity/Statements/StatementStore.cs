using Cairn.Platform.Sql;

namespace Cairn.Maturity.Statements;

internal sealed class StatementStore
{
    public IReadOnlyList<StatementRow> Of(SqlSession s, string project)
        => s.Query<StatementRow>("select * from maturity_statements where project = @project order by id, person, role", new { project });

    public void Put(SqlSession s, StatementRow row) => s.Execute("""
        insert into maturity_statements (project, id, person, role, made_at, expires_at, event_id)
        values (@Project, @Id, @Person, @Role, @MadeAt, @ExpiresAt, @EventId)
        on conflict (project, id, person, role) do update set made_at = @MadeAt, expires_at = @ExpiresAt, event_id = @EventId
        """, row);

    /// <summary>Takes it away; null when there was none.</summary>
    public StatementRow? Take(SqlSession s, string project, string id, string person, string role)
    {
        var key = new { project, id, person, role };
        StatementRow? row = s.First<StatementRow>("select * from maturity_statements where project = @project and id = @id and person = @person and role = @role", key);
        if (row is null || s.Execute("delete from maturity_statements where project = @project and id = @id and person = @person and role = @role", key) == 0) return null;
        return row;
    }
}
