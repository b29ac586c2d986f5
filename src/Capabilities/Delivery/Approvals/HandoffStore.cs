using Cairn.Platform.Sql;

namespace Cairn.Delivery;

internal sealed class HandoffStore
{
    public void Insert(SqlSession s, Handoff h) => s.Execute("""
        insert into handoffs (id, project, version_id, to_role, from_person, checklist, state, reason, offered_at, event_id)
        values (@Id, @Project, @VersionId, @ToRole, @FromPerson, @Checklist, @State, @Reason, @OfferedAt, @EventId)
        """, h);

    public Handoff? Find(SqlSession s, string project, string id) => s.First<Handoff>("select * from handoffs where project = @project and id = @id", new { project, id });

    /// <summary>False when it was answered before.</summary>
    public bool Answer(SqlSession s, Handoff h) => s.Execute("""
        update handoffs set state = @State, answered_by = @AnsweredBy, reason = @Reason, answered_at = @AnsweredAt where id = @Id and state = 'offered'
        """, h) == 1;

    public IReadOnlyList<Handoff> List(SqlSession s, string project, string? before, int limit)
        => s.Query<Handoff>("select * from handoffs where project = @project and (@before is null or id < @before) order by id desc limit @limit", new { project, before, limit });
}
