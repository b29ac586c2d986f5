using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Triggers;

/// <summary>Firings by trigger and cause; the unique key makes one of a cause, also across restarts and servers.</summary>
internal sealed class FiringStore
{
    public bool IsKnown(SqlSession s, string project, string trigger, string cause)
        => s.Scalar<long>("select count(*) from firings where project = @project and trigger_name = @trigger and cause = @cause", new { project, trigger, cause }) > 0;

    public void Insert(SqlSession s, Firing firing) => s.Execute("""
        insert into firings (id, project, trigger_name, kind, cause, outcome, reason, run_id, event, source, rows, at)
        values (@Id, @Project, @TriggerName, @Kind, @Cause, @Outcome, @Reason, @RunId, @Event, @Source, @Rows, @At)
        """, firing);

    /// <summary>Times fired after <paramref name="since"/>; null for every trigger of the project.</summary>
    public long Fired(SqlSession s, string project, string? trigger, long since) => trigger is null
        ? s.Scalar<long>("select count(*) from firings where project = @project and outcome = 'fired' and at > @since", new { project, since })
        : s.Scalar<long>("select count(*) from firings where project = @project and trigger_name = @trigger and outcome = 'fired' and at > @since", new { project, trigger, since });

    /// <summary>Rows of a source that came after the trigger last fired.</summary>
    public long Grown(SqlSession s, string project, string trigger, string source) => s.Scalar<long>("""
        select coalesce(sum(rows), 0) from firings where project = @project and trigger_name = @trigger and source = @source
          and at > coalesce((select max(at) from firings where project = @project and trigger_name = @trigger and outcome = 'fired'), -1)
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
