using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary>A long curve, as the page that draws it asks for it.</summary>
internal sealed class TrackingHistorySampled(SqlEngine engine) : TrackingHistory(engine)
{
    public override string What => FormattableString.Invariant($"metric history of {Count:N0} points{On}, sampled for a plot of 320, against what we allow");

    protected override string Plain => "tracking-history-sampled";

    protected override double Allowed => 100;

    protected override int Count => 1_000_000;

    protected override string Address => $"/api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids={Runs[0]}&metric_key=loss&max_results=320";
}
