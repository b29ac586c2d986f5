using Cairn.Platform.Sql;

namespace Cairn.Delivery;

/// <summary>Probes that were recorded, so that a job which is run again records nothing twice, and those that wait for a run.</summary>
internal sealed class ProbeStore
{
    /// <summary>False when it was recorded before.</summary>
    public bool Take(SqlSession s, string id) => s.Execute("insert into probes_done (id) values (@id) on conflict (id) do nothing", new { id }) == 1;

    /// <summary>Told again, the first stands.</summary>
    public void Await(SqlSession s, AwaitedReproduction awaited) => s.Execute("""
        insert into probes_awaited (probe, project, gate, decision, given, run_id) values (@Probe, @Project, @Gate, @Decision, @Given, @RunId) on conflict (probe) do nothing
        """, awaited);

    public AwaitedReproduction? FindAwaited(SqlSession s, string probe) => s.First<AwaitedReproduction>("select * from probes_awaited where probe = @probe", new { probe });

    public IReadOnlyList<AwaitedReproduction> AwaitedOf(SqlSession s, string run) => s.Query<AwaitedReproduction>("select * from probes_awaited where run_id = @run order by probe", new { run });
}
