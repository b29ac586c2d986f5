namespace Cairn.Bench;

/// <summary><c>runs/search</c> among a million runs of which one in a hundred matches, in the order of a metric that is not in the filter; beside it those of which hardly any match.</summary>
internal sealed class TrackingSearchMillion : TrackingAllowed
{
    private const int Count = 1_000_000;
    private const double AllowedRare = 2000;
    private const string Path = "runs/search";
    private const string Body = """{"experiment_ids":["0"],"filter":"metrics.m0 > 0.95 and params.p0 = '1'","order_by":["metrics.m1 DESC"],"max_results":100}""";
    private double _rare;

    public override string What => "runs/search by a metric and a parameter, ordered by another metric, 100 of 1,000,000 runs of which 1 % match, against what we allow";

    public override IReadOnlyList<Row> Sides =>
    [
        new("tracking-search-rare", $"runs/search, 100 of 1,000,000 runs of which hardly any match: the slowest of {RareSearches.Count} kinds, against what we allow", "ms", Goal, () => (_rare, AllowedRare)),
    ];

    protected override string Plain => "tracking-search-million";

    protected override double Allowed => 200;

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        await FillAsync(runs => runs.Add(0, Count), cancel);
    }

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        _rare = await RareSearches.SlowestAsync(body => MedianAsync(() => PostAsync(Path, body, cancel), 1));
        return await MedianAsync(() => PostAsync(Path, Body, cancel));
    }
}
