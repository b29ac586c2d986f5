using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Triggers;

/// <summary>Firings by trigger and cause; the unique key makes one of a cause, also across restarts and servers.</summary>
internal sealed class FiringStore
{
    public bool IsKnown(SqlSession s, string project, string trigger, string cause)
        => s.Scalar<long>("select count(*) from firings where project = @project and trigger_name = @trigger and cause = @cause", new { project, trigger, cause }) > 0;

    /// <summary>Until the transaction ends, nobody else asks triggers of the project.</summary>
    public void Serialize(SqlSession s, string project)
    {
        // On SQLite there is one writer anyhow.
        if (s.Engine == SqlEngine.Postgres) s.Execute("select pg_advisory_xact_lock(4711002, hashtext(@project))", new { project });
    }

    /// <summary>Writes it down, or what became of it since.</summary>
    public void Save(SqlSession s, Firing firing) => s.Execute("""
        insert into firings (id, project, trigger_name, kind, cause, outcome, reason, run_id, event, source, rows, at, ask, due)
        values (@Id, @Project, @TriggerName, @Kind, @Cause, @Outcome, @Reason, @RunId, @Event, @Source, @Rows, @At, @Ask, @Due)
        on conflict (id) do update set outcome = @Outcome, reason = @Reason, run_id = @RunId, event = @Event, at = @At, ask = @Ask, due = @Due
        """, firing);

    /// <summary>Those that are asked again, newest first.</summary>
    public IReadOnlyList<Firing> Waiting(SqlSession s, string project)
        => s.Query<Firing>("select * from firings where project = @project and ask is not null order by id desc", new { project });

    /// <summary>Times fired after <paramref name="since"/>; null for every trigger of the project.</summary>
    public long Fired(SqlSession s, string project, string? trigger, long since) => trigger is null
        ? s.Scalar<long>("select count(*) from firings where project = @project and outcome = 'fired' and at > @since", new { project, since })
        : s.Scalar<long>("select count(*) from firings where project = @project and trigger_name = @trigger and outcome = 'fired' and at > @since", new { project, trigger, since });

    /// <summary>When the trigger fired the last time but so many.</summary>
    public long? FiredAt(SqlSession s, string project, string trigger, int but) => s.Scalar<long?>(
        "select at from firings where project = @project and trigger_name = @trigger and outcome = 'fired' order by at desc limit 1 offset @but", new { project, trigger, but });

    /// <summary>Rows of a source that came after the last run that answered the trigger.</summary>
    public long Grown(SqlSession s, string project, string trigger, string source) => s.Scalar<long>("""
        select coalesce(sum(rows), 0) from firings where project = @project and trigger_name = @trigger and source = @source
          and at > coalesce((select max(at) from firings where project = @project and trigger_name = @trigger and outcome in ('fired', 'joined')), -1)
        """, new { project, trigger, source });

    public Firing? Last(SqlSession s, string project, string trigger) => s.First<Firing>(
        "select * from firings where project = @project and trigger_name = @trigger and outcome = 'fired' order by at desc, id desc limit 1", new { project, trigger });

    /// <summary>Newest first; null for any trigger and outcome.</summary>
    public IReadOnlyList<Firing> List(SqlSession s, string project, string? trigger, string? outcome, string before, int limit) => s.Query<Firing>("""
        select * from firings where project = @project and (@trigger is null or trigger_name = @trigger) and (@outcome is null or outcome = @outcome) and id < @before
        order by id desc limit @limit
        """, new { project, trigger, outcome, before, limit });

    public IReadOnlyList<Firing> List(SqlSession s, string project, string? trigger, string before, int limit) => s.Query<Firing>("""
        select * from firings where project = @project and (@trigger is null or trigger_name = @trigger) and id < @before order by id desc limit @limit
        """, new { project, trigger, before, limit });
}
