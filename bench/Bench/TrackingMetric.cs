using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary>Single calls of <c>log-metric</c>.</summary>
internal sealed class TrackingMetric(SqlEngine engine) : TrackingWrites(engine)
{
    protected override string Plain => "tracking-metric";

    protected override string Call => "log-metric calls";

    protected override string Path => "runs/log-metric";

    protected override double Share => 0.1;

    protected override double Hold => 8_000;

    protected override string Body(int connection) => $$"""{"run_id":"{{Runs[connection]}}","key":"loss","value":0.25,"timestamp":1795163472083,"step":3}""";
}
