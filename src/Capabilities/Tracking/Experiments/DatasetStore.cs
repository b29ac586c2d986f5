using Cairn.Platform.Sql;

namespace Cairn.Tracking.Experiments;

/// <summary>Datasets by the experiments whose runs read them.</summary>
internal sealed class DatasetStore
{
    private const int Most = 1000;

    public IReadOnlyList<DatasetRow> Read(SqlSession s, IReadOnlyList<long> experiments) => s.Query<DatasetRow>($"""
        select distinct d.experiment, d.name, d.digest, i.context from tracking_datasets d join tracking_inputs i on i.dataset = d.num join tracking_runs r on r.num = i.run
        where d.experiment in @experiments and r.stage = 'active' order by d.experiment, d.name, d.digest, i.context limit {Most}
        """, new { experiments });
}
