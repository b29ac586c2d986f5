using Cairn.Platform.Sql;

namespace Cairn.Tracking.Traces.Assessments;

/// <summary>Assessments of traces, oldest first.</summary>
internal sealed class AssessmentStore
{
    public AssessmentRow? Find(SqlSession s, long trace, string id) => s.First<AssessmentRow>("select * from tracking_assessments where id = @id and trace = @trace", new { id, trace });

    public IReadOnlyList<AssessmentRow> Of(SqlSession s, IReadOnlyList<long> traces) => s.Query<AssessmentRow>("select * from tracking_assessments where trace in @traces order by created_at, id", new { traces });

    public long Count(SqlSession s, long trace) => s.Scalar<long>("select count(*) from tracking_assessments where trace = @trace", new { trace });

    /// <summary>False when there is one with this id.</summary>
    public bool Put(SqlSession s, AssessmentRow row) => s.Execute("""
        insert into tracking_assessments (id, trace, kind, name, value, valid, created_at, body) values (@Id, @Trace, @Kind, @Name, @Value, @Valid, @CreatedAt, @Body)
        on conflict (id) do nothing
        """, row) > 0;

    public void Update(SqlSession s, AssessmentRow row)
        => s.Execute("update tracking_assessments set kind = @Kind, name = @Name, value = @Value, valid = @Valid, body = @Body where id = @Id", row);

    public void Remove(SqlSession s, string id) => s.Execute("delete from tracking_assessments where id = @id", new { id });
}
