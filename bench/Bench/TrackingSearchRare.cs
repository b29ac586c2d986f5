using System.Text.Json.Nodes;

namespace Cairn.Bench;

/// <summary>Searches among a million runs that no walk and no index answers well; the slowest of them is told.</summary>
internal sealed class TrackingSearchRare : TrackingAllowed
{
    private const int Count = 1_000_000;

    private static readonly (string Filter, string Order)[] Searches =
    [
        ("params.rare = '7'", "metrics.m0 DESC"),
        ("tags.t0 = '3' and params.p0 = '1' and metrics.m0 > 0.9999", "params.p1"),
        ("metrics.m0 > 0.9 and metrics.m1 > 0.9 and metrics.m2 > 0.9", "metrics.m2 ASC"),
        ("params.rare LIKE '7'", "metrics.m0 DESC"),
        ("params.rare LIKE '7' and tags.t0 != '1'", "tags.t1"),
        ("metrics.m0 > 2", "attributes.end_time DESC"),
        ("params.p0 = 'nobody' or tags.t0 = 'nobody'", ""),
    ];

    public override string Name => "tracking-search-rare";

    public override string What => "runs/search, 100 of 1,000,000 runs of which hardly any match: the slowest of seven kinds, against what we allow";

    protected override string Path => "runs/search";

    protected override double Allowed => 2000;

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        await FillAsync(runs => runs.Add(0, Count), cancel);
    }

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        double most = 0;
        foreach ((string filter, string order) in Searches)
        {
            double took = await MedianAsync(() => PostAsync(Path, Asked(filter, order), cancel), 3);
            await Console.Error.WriteLineAsync($"    {took:0.#} ms: {filter} by {order}");
            most = Math.Max(most, took);
        }
        return most;
    }

    private static string Asked(string filter, string order)
        => new JsonObject { ["experiment_ids"] = new JsonArray("0"), ["filter"] = filter, ["order_by"] = order.Length == 0 ? new JsonArray() : new JsonArray(order), ["max_results"] = 100 }.ToJsonString();
}
