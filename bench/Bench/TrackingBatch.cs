using System.Globalization;
using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary><c>log-batch</c> of 100 metrics.</summary>
internal sealed class TrackingBatch(SqlEngine engine) : TrackingWrites(engine)
{
    protected override string Plain => "tracking-batch";

    protected override string Call => "metrics by log-batch of 100";

    protected override string Path => "runs/log-batch";

    protected override double Share => 0.1;

    protected override double Hold => 200_000;

    protected override int Main => 8;

    protected override int PerCall => 100;

    protected override string Body(int connection)
    {
        IEnumerable<string> metrics = Enumerable.Range(0, 100).Select(i => $$"""{"key":"m{{i % 20}}","value":{{(i * 0.37).ToString(CultureInfo.InvariantCulture)}},"timestamp":{{1795163472000 + i}},"step":{{i / 20}}}""");
        return $$"""{"run_id":"{{Runs[connection]}}","metrics":[{{string.Join(',', metrics)}}]}""";
    }
}
