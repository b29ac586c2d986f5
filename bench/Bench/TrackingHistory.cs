using System.Globalization;
using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary>All points of a metric.</summary>
internal class TrackingHistory(SqlEngine engine) : TrackingAllowed(engine)
{
    private const int Together = 1000;

    public override string What => FormattableString.Invariant($"metric history of {Count:N0} points{On}, whole, against what we allow");

    protected override string Plain => "tracking-history";

    protected override double Allowed => 15;

    protected virtual int Count => 10_000;

    protected virtual string Address => $"/api/2.0/mlflow/metrics/get-history?run_id={Runs[0]}&metric_key=loss";

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        for (int first = 0; first < Count; first += Together)
        {
            IEnumerable<string> points = Enumerable.Range(first, Together).Select(i => $$"""{"key":"loss","value":{{(1.0 / (i + 1)).ToString(CultureInfo.InvariantCulture)}},"timestamp":{{1795163472000 + i}},"step":{{i}}}""");
            await PostAsync("runs/log-batch", $$"""{"run_id":"{{Runs[0]}}","metrics":[{{string.Join(',', points)}}]}""", cancel);
        }
    }

    public override Task<double> MeasureAsync(CancellationToken cancel) => MedianAsync(() => GetAsync(Address, cancel));
}
