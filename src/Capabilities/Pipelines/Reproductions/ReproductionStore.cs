using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Reproductions;

/// <summary>One row a reproduction of a version, written once when it is judged and never changed.</summary>
internal sealed class ReproductionStore
{
    /// <summary>False when it was judged before.</summary>
    public bool Insert(SqlSession s, ReproductionRow row) => s.Execute("""
        insert into reproductions (run_id, project, version, recipe, verdict, ok, diverged, sample, at)
        values (@RunId, @Project, @Version, @Recipe, @Verdict, @Ok, @Diverged, @Sample, @At) on conflict (run_id) do nothing
        """, row) == 1;

    /// <summary>The newest one of a recipe, good ones only if so asked.</summary>
    public ReproductionRow? Newest(SqlSession s, string project, string recipe, bool good) => s.First<ReproductionRow>(
        "select * from reproductions where project = @project and recipe = @recipe and (ok or not @good) order by at desc limit 1", new { project, recipe, good });
}
