using Cairn.Platform.Sql;

namespace Cairn.Maturity.Waiving;

internal sealed class WaiverStore
{
    public IReadOnlyList<WaiverRow> Of(SqlSession s, string project)
        => s.Query<WaiverRow>("select * from maturity_waivers where project = @project order by asked_at desc, id desc", new { project });

    public WaiverRow? Find(SqlSession s, string project, string id)
        => s.First<WaiverRow>("select * from maturity_waivers where project = @project and id = @id", new { project, id });

    public void Insert(SqlSession s, WaiverRow row) => s.Execute("""
        insert into maturity_waivers (id, project, capability, reason, asked_by, asked_at, until_at, approved_by, state, event_id)
        values (@Id, @Project, @Capability, @Reason, @AskedBy, @AskedAt, @UntilAt, @ApprovedBy, @State, @EventId)
        """, row);

    /// <summary>False when somebody moved it before.</summary>
    public bool Move(SqlSession s, WaiverRow from, string state, string? approvedBy)
        => s.Execute("update maturity_waivers set state = @state, approved_by = @approvedBy where id = @id and state = @old", new { id = from.Id, state, approvedBy, old = from.State }) == 1;
}
