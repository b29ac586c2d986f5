using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Alerts and incidents. Of a monitor at most one alert is open, of a fingerprint at most one incident.</summary>
internal sealed class AlertStore
{
    public Alert? Open(SqlSession s, string project, string monitor, string endpoint, string kind) => s.First<Alert>(
        "select * from alerts where project = @project and monitor = @monitor and endpoint = @endpoint and kind = @kind and state = 'open'", new { project, monitor, endpoint, kind });

    public void Insert(SqlSession s, Alert a) => s.Execute("""
        insert into alerts (id, project, monitor, endpoint, kind, state, measures, window_id, opened_at, event)
        values (@Id, @Project, @Monitor, @Endpoint, @Kind, @State, @Measures, @WindowId, @OpenedAt, @Event)
        """, a);

    public void Close(SqlSession s, string id, long at) => s.Execute("update alerts set state = 'closed', closed_at = @at where id = @id", new { id, at });

    public IReadOnlyList<Alert> List(SqlSession s, string project, string? state, string before, int limit) => s.Query<Alert>(
        "select * from alerts where project = @project and (@state is null or state = @state) and id < @before order by id desc limit @limit", new { project, state, before, limit });

    public Alert? Find(SqlSession s, string id) => s.First<Alert>("select * from alerts where id = @id", new { id });

    /// <summary>The last twenty of one monitor, newest first.</summary>
    public IReadOnlyList<Alert> Of(SqlSession s, string project, string monitor, string endpoint, string kind) => s.Query<Alert>(
        "select * from alerts where project = @project and monitor = @monitor and endpoint = @endpoint and kind = @kind order by id desc limit 20", new { project, monitor, endpoint, kind });

    public Incident? OpenIncident(SqlSession s, string project, string fingerprint) => s.First<Incident>(
        "select * from incidents where project = @project and fingerprint = @fingerprint and state <> 'closed'", new { project, fingerprint });

    public long NextNumber(SqlSession s, string project) => 1 + (s.Scalar<long?>("select max(number) from incidents where project = @project", new { project }) ?? 0);

    public void Insert(SqlSession s, Incident i) => s.Execute("""
        insert into incidents (id, project, number, kind, about, fingerprint, title, state, opened_at, event)
        values (@Id, @Project, @Number, @Kind, @About, @Fingerprint, @Title, @State, @OpenedAt, @Event)
        """, i);

    public void Update(SqlSession s, Incident i) => s.Execute(
        "update incidents set state = @State, fix = @Fix, guard = @Guard, note = @Note, closed_at = @ClosedAt where id = @Id", i);

    public Incident? Incident(SqlSession s, string project, long number)
        => s.First<Incident>("select * from incidents where project = @project and number = @number", new { project, number });

    public Incident? IncidentById(SqlSession s, string project, string id) => s.First<Incident>("select * from incidents where project = @project and id = @id", new { project, id });

    public IReadOnlyList<Incident> Incidents(SqlSession s, string project, string? state, long before, int limit) => s.Query<Incident>(
        "select * from incidents where project = @project and (@state is null or state = @state) and number < @before order by number desc limit @limit", new { project, state, before, limit });
}
