using Cairn.Platform.Sql;
using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs;

/// <summary>Runs of a project, newest first: those of its experiments are merged, so that a page costs what it shows.</summary>
internal sealed class RunListStore
{
    public const string Named = """
        select r.* from tracking_experiments e cross join tracking_runs r where e.project = @project and r.experiment = e.id and r.name = @idOrName and r.stage = 'active'
        order by r.start_time desc, r.num desc limit 1
        """;

    // SQLite merges up to 500 statements.
    private const int MostMerged = 100;

    /// <param name="experiment">The name of the only one that is looked at; null for all.</param>
    /// <param name="before">Start time and number of the row before; null for the first page.</param>
    public IReadOnlyList<RunRow> List(SqlSession s, string project, string? status, string? experiment, (long Start, long Num)? before, int limit)
    {
        IReadOnlyList<long> experiments = s.Query<long>($"select id from tracking_experiments where project = @project{(experiment is null ? "" : " and name = @experiment")}", new { project, experiment });
        return [.. experiments.Chunk(MostMerged).SelectMany(some => Merged(s, some, status, before, limit)).OrderByDescending(r => (r.StartTime, r.Num)).Take(limit)];
    }

    /// <summary>Of one experiment, newest first.</summary>
    /// <inheritdoc cref="List"/>
    public IReadOnlyList<RunRow> OfExperiment(SqlSession s, long experiment, (long Start, long Num)? before, int limit) => Merged(s, [experiment], null, before, limit);

    private static IReadOnlyList<RunRow> Merged(SqlSession s, long[] experiments, string? status, (long Start, long Num)? before, int limit)
    {
        (string sql, object args) = Newest(s.Engine, experiments, status, before, limit);
        return s.Query<RunRow>(sql, args);
    }

    public static (string Sql, object Args) Newest(SqlEngine engine, IReadOnlyList<long> experiments, string? status, (long Start, long Num)? before, int limit)
    {
        var clauses = new SearchSql(engine);
        string rest = (status is null ? "" : $" and r.status = {clauses.Add(status)}") + (before is not { } b ? "" : $" and r.start_time <= {clauses.Add(b.Start)} and (r.start_time, r.num) < ({clauses.Add(b.Start)}, {clauses.Add(b.Num)})");
        IEnumerable<string> each = experiments.Select(e => $"select r.* from tracking_runs r where r.experiment = {clauses.Add(e)} and r.stage = 'active'{rest}");
        return ($"{string.Join(" union all ", each)} order by start_time desc, num desc limit {limit}", clauses.Args);
    }

    /// <summary>Ids of the project's experiments; of one of this name alone where one is given.</summary>
    public IReadOnlyList<long> Experiments(SqlSession s, string project, string? name)
        => s.Query<long>($"select id from tracking_experiments where project = @project and stage = 'active'{(name is null ? "" : " and name = @name")}", new { project, name });

    /// <summary>A deleted one by id, or the one of that name that was deleted last.</summary>
    public RunRow? FindDeleted(SqlSession s, string project, string idOrName) => s.First<RunRow>("""
        select r.* from tracking_runs r join tracking_experiments e on e.id = r.experiment where r.id = @idOrName and r.stage = 'deleted' and e.project = @project
        """, new { project, idOrName }) ?? s.First<RunRow>("""
        select r.* from tracking_experiments e cross join tracking_runs r where e.project = @project and r.experiment = e.id and r.name = @idOrName and r.stage = 'deleted'
        order by r.deleted_at desc, r.num desc limit 1
        """, new { project, idOrName });

    /// <summary>By id, one of an experiment that belongs to no project.</summary>
    public RunRow? FindLoose(SqlSession s, string id) => s.First<RunRow>("""
        select r.* from tracking_runs r join tracking_experiments e on e.id = r.experiment where r.id = @id and r.stage = 'active' and e.project is null
        """, new { id });

    /// <summary>By id, or the newest of that name.</summary>
    public RunRow? Find(SqlSession s, string project, string idOrName) => s.First<RunRow>("""
        select r.* from tracking_runs r join tracking_experiments e on e.id = r.experiment where r.id = @idOrName and r.stage = 'active' and e.project = @project
        """, new { project, idOrName }) ?? s.First<RunRow>(Named, new { project, idOrName });
}
