namespace Cairn.Bench;

/// <summary>Single calls of <c>log-metric</c>.</summary>
internal sealed class TrackingMetric : TrackingBenchmark
{
    public override string Name => "tracking-metric";

    public override string What => "log-metric calls a second, 64 connections, durable, against bare Kestrel and a synced file";

    public override Goal Goal => Goal.NoLessThan(0.1);

    protected override string Path => "runs/log-metric";

    protected override string Body(int connection) => $$"""{"run_id":"{{Runs[connection]}}","key":"loss","value":0.25,"timestamp":1795163472083,"step":3}""";
}
