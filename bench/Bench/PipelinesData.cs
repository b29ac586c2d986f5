using System.Text;

namespace Cairn.Bench;

internal sealed class PipelinesData : TriggerBenchmark
{
    private int _rows;

    public override string Name => "pipelines-data";

    protected override string Cause => "data that are pushed, gathered and become a version,";

    protected override string When => "data.trips";

    protected override (string Lines, string Steps) Besides => ("data:\n  trips: {from: push}", "");

    protected override Task CauseAsync(CancellationToken cancel)
    {
        string rows = string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{++_rows}\n"));
        return Setup.SendAsync("data/trips/push", new StringContent("id,value\n" + rows, Encoding.UTF8, "text/csv"), cancel);
    }
}
