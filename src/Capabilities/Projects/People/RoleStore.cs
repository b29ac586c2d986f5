using Cairn.Platform.Sql;

namespace Cairn.Projects;

internal sealed class RoleStore
{
    public IReadOnlyList<RoleRow> Of(SqlSession s, string project)
        => s.Query<RoleRow>("select * from project_roles where project = @project order by person, role", new { project });

    public IReadOnlyList<string> RolesOf(SqlSession s, string project, string person)
        => s.Query<string>("select role from project_roles where project = @project and person = @person order by role", new { project, person });

    /// <summary>Of several, whom the file named goes before who was named by hand, and then who has been it longest.</summary>
    public string? OwnerOf(SqlSession s, string project)
        => s.First<string>($"select person from project_roles where project = @project and role = '{PeopleOfFile.Owner}' order by granted_by, since, person limit 1", new { project });

    public RoleRow? Find(SqlSession s, string project, string person, string role)
        => s.First<RoleRow>("select * from project_roles where project = @project and person = @person and role = @role", new { project, person, role });

    /// <summary>False when it is held already.</summary>
    public bool Insert(SqlSession s, RoleRow row) => s.Execute("""
        insert into project_roles (project, person, role, granted_by, since, event_id) values (@Project, @Person, @Role, @GrantedBy, @Since, @EventId)
        on conflict (project, person, role) do nothing
        """, row) == 1;

    public IReadOnlyList<WaitingRole> Waiting(SqlSession s, string project)
        => s.Query<WaitingRole>("select * from project_waiting_roles where project = @project order by person, role", new { project });

    public void Wait(SqlSession s, WaitingRole row) => s.Execute("""
        insert into project_waiting_roles (project, person, role, proposed_by, proposed_at, replaces, event_id) values (@Project, @Person, @Role, @ProposedBy, @ProposedAt, @Replaces, @EventId)
        on conflict (project, person, role) do nothing
        """, row);

    /// <summary>False when it does not wait.</summary>
    public bool EndWait(SqlSession s, string project, string person, string role)
        => s.Execute("delete from project_waiting_roles where project = @project and person = @person and role = @role", new { project, person, role }) == 1;

    public bool Delete(SqlSession s, string project, string person, string role)
        => s.Execute("delete from project_roles where project = @project and person = @person and role = @role", new { project, person, role }) == 1;
}
