using System.Globalization;

namespace Cairn.Bench;

/// <summary><c>log-batch</c> of 100 metrics.</summary>
internal sealed class TrackingBatch : TrackingBenchmark
{
    public override string Name => "tracking-batch";

    public override string What => "metrics a second by log-batch of 100, 8 connections, durable, against bare Kestrel and a synced file";

    public override string Unit => "metrics/s";

    public override Goal Goal => Goal.NoLessThan(0.1);

    protected override string Path => "runs/log-batch";

    protected override int Connections => 8;

    protected override int PerCall => 100;

    protected override string Body(int connection)
    {
        IEnumerable<string> metrics = Enumerable.Range(0, 100).Select(i => $$"""{"key":"m{{i % 20}}","value":{{(i * 0.37).ToString(CultureInfo.InvariantCulture)}},"timestamp":{{1795163472000 + i}},"step":{{i / 20}}}""");
        return $$"""{"run_id":"{{Runs[connection]}}","metrics":[{{string.Join(',', metrics)}}]}""";
    }
}
