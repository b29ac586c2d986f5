using Cairn.Platform.Sql;

namespace Cairn.Tracking.Runs;

/// <summary>Which metrics and parameters some runs have, without their values.</summary>
internal sealed class RunKeyStore
{
    public bool IsMetric(SqlSession s, IReadOnlyList<long> experiments, string key)
        => experiments.Count > 0 && s.Scalar<long?>("select 1 from tracking_latest where experiment in @experiments and key = @key limit 1", new { experiments, key }) is not null;

    /// <summary>The metrics that most of the runs have, 'auc' before all.</summary>
    public IReadOnlyList<string> UsualMetrics(SqlSession s, IReadOnlyList<long> runs, int most) => runs.Count == 0 ? [] : s.Query<string>("""
        select key from tracking_latest where run in @runs group by key order by case when key = 'auc' then 0 else 1 end, count(*) desc, key limit @most
        """, new { runs, most });

    /// <summary>The parameters that differ most among the runs.</summary>
    public IReadOnlyList<string> TellingParams(SqlSession s, IReadOnlyList<long> runs, int most) => runs.Count == 0 ? [] : s.Query<string>(
        "select key from tracking_params where run in @runs group by key order by count(distinct value) desc, key limit @most", new { runs, most });

    /// <summary>Metrics that are likely to have a curve: those that were logged at a step before all, then by name.</summary>
    public IReadOnlyList<string> Curved(SqlSession s, IReadOnlyList<long> runs, int most) => s.Query<string>("""
        select key from tracking_latest where run in @runs group by key order by max(case when step <> 0 then 1 else 0 end) desc, key limit @most
        """, new { runs, most });

    /// <summary>Every key, as <c>metrics.auc</c> or <c>params.depth</c>.</summary>
    public IReadOnlyList<string> Columns(SqlSession s, IReadOnlyList<long> runs) => runs.Count == 0 ? [] : s.Query<string>("""
        select distinct 'metrics.' || key from tracking_latest where run in @runs union all select distinct 'params.' || key from tracking_params where run in @runs
        """, new { runs });
}
