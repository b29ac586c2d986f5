namespace Cairn.Bench;

/// <summary><c>runs/search</c> among a million runs of which one in a hundred matches, in the order of a metric that is not in the filter.</summary>
internal sealed class TrackingSearchMillion : TrackingAllowed
{
    private const int Count = 1_000_000;

    public override string Name => "tracking-search-million";

    public override string What => "runs/search by a metric and a parameter, ordered by another metric, 100 of 1,000,000 runs of which 1 % match, against what we allow";

    protected override string Path => "runs/search";

    protected override double Allowed => 200;

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        await FillAsync(runs => runs.Add(0, Count), cancel);
    }

    public override Task<double> MeasureAsync(CancellationToken cancel) => MedianAsync(() => PostAsync(Path, Body(0), cancel));

    protected override string Body(int connection) => """{"experiment_ids":["0"],"filter":"metrics.m0 > 0.95 and params.p0 = '1'","order_by":["metrics.m1 DESC"],"max_results":100}""";
}
