using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Questions to production endpoints and whether they were answered. Times are unix milliseconds of domain time; what is older than a window is dropped.</summary>
internal sealed class AvailabilityStore
{
    public void Insert(SqlSession s, Question q, long keepFrom)
    {
        s.Execute("""
            insert into availability (project, endpoint, env, at, answered) values (@Project, @Endpoint, @Env, @At, @Answered) on conflict (project, endpoint, env, at) do nothing
            """, q);
        s.Execute("delete from availability where project = @Project and endpoint = @Endpoint and env = @Env and at < @keepFrom", new { q.Project, q.Endpoint, q.Env, keepFrom });
    }

    /// <summary>Of [from, to), oldest first.</summary>
    public IReadOnlyList<Question> Between(SqlSession s, string project, string endpoint, string env, long from, long to) => s.Query<Question>("""
        select * from availability where project = @project and endpoint = @endpoint and env = @env and at >= @from and at < @to order by at
        """, new { project, endpoint, env, from, to });
}

/// <summary>One question.</summary>
internal sealed record Question
{
    public string Project { get; init; } = "";
    public string Endpoint { get; init; } = "";
    public string Env { get; init; } = "";
    public long At { get; init; }
    public bool Answered { get; init; }
}
