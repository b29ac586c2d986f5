using Cairn.Platform.Sql;

namespace Cairn.Projects;

internal sealed class ProjectStore
{
    public bool Insert(SqlSession s, ProjectRow row) => s.Execute("""
        insert into projects (name, repository, branch, commit_id, file_digest, file, state, registered_by, registered_at, declared_at, declared_event, synced_at)
        values (@Name, @Repository, @Branch, @CommitId, @FileDigest, @File, @State, @RegisteredBy, @RegisteredAt, @DeclaredAt, @DeclaredEvent, @SyncedAt)
        on conflict (name) do nothing
        """, row) == 1;

    public ProjectRow? Find(SqlSession s, string name) => s.First<ProjectRow>("select * from projects where name = @name", new { name });

    /// <summary>The project as nobody changes it until the transaction ends.</summary>
    public ProjectRow? Lock(SqlSession s, string name) => s.Execute("update projects set name = name where name = @name", new { name }) == 1 ? Find(s, name) : null;

    public IReadOnlyList<ProjectRow> List(SqlSession s, bool retired)
        => s.Query<ProjectRow>("select * from projects where @retired or state <> 'retired' order by name", new { retired });

    /// <summary>Moves the head from the commit that was adopted before; false when somebody else was faster.</summary>
    public bool MoveHead(SqlSession s, string name, string from, string to, string digest, string file) => s.Execute("""
        update projects set commit_id = @to, file_digest = @digest, file = @file where name = @name and commit_id = @from and state <> 'retired'
        """, new { name, from, to, digest, file }) == 1;

    public void SetDeclared(SqlSession s, string name, string eventId, long at)
        => s.Execute("update projects set declared_event = @eventId, declared_at = @at where name = @name", new { name, eventId, at });

    public void SetSynced(SqlSession s, string name, long at, string? fault)
        => s.Execute("update projects set synced_at = @at, sync_fault = @fault where name = @name", new { name, at, fault });

    /// <summary>Compare and set; false when the project was in another state.</summary>
    public bool SetState(SqlSession s, string name, string from, string to)
        => s.Execute("update projects set state = @to where name = @name and state = @from", new { name, from, to }) == 1;
}
