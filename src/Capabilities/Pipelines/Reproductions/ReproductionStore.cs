using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Reproductions;

/// <summary>The newest re-execution of each recipe.</summary>
internal sealed class ReproductionStore
{
    /// <summary>When the recipe was last re-executed, unix milliseconds of domain time; null when never.</summary>
    public long? Last(SqlSession s, string project, string recipe)
        => s.Scalar<long?>("select at from reproductions where project = @project and recipe = @recipe", new { project, recipe });

    public void Put(SqlSession s, string project, string recipe, string version, string runId, bool ok, double relDelta, long at) => s.Execute("""
        insert into reproductions (project, recipe, version, run_id, ok, rel_delta, at) values (@project, @recipe, @version, @runId, @ok, @relDelta, @at)
        on conflict (project, recipe) do update set version = @version, run_id = @runId, ok = @ok, rel_delta = @relDelta, at = @at
        """, new { project, recipe, version, runId, ok, relDelta, at });
}
