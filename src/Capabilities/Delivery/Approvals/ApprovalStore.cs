using Cairn.Platform.Sql;

namespace Cairn.Delivery;

internal sealed class ApprovalStore
{
    public void Insert(SqlSession s, Approval a) => s.Execute("""
        insert into approvals (id, project, kind, subject_id, as_role, person, answer, reason, at, event_id)
        values (@Id, @Project, @Kind, @SubjectId, @AsRole, @Person, @Answer, @Reason, @At, @EventId)
        """, a);

    /// <summary>The newest answer of a role about a subject.</summary>
    public Approval? Newest(SqlSession s, string project, string kind, string subject, string role) => s.First<Approval>("""
        select * from approvals where project = @project and kind = @kind and subject_id = @subject and as_role = @role order by id desc limit 1
        """, new { project, kind, subject, role });

    public IReadOnlyList<Approval> List(SqlSession s, string project, string? before, int limit)
        => s.Query<Approval>("select * from approvals where project = @project and (@before is null or id < @before) order by id desc limit @limit", new { project, before, limit });
}
