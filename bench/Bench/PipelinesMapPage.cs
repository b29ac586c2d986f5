using System.Diagnostics;

namespace Cairn.Bench;

internal sealed class PipelinesMapPage : MapBenchmark
{
    private const double Allowed = 1000;

    public override string Name => "pipelines-map-page";

    public override string What => FormattableString.Invariant($"the slowest view of the page of a run of {MapRun.Items:N0} partitions, whole, against what we allow");

    public override string Unit => "ms";

    public override Goal Goal => Goal.NoMoreThan(1);

    public override int Rounds => 3;

    public override async Task<double> MeasureAsync(CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{Run.Setup.Server.Port}") };
        double most = 0;
        foreach (string view in new[] { "graph", "list", "gantt", "journal", "graph&step=s", $"graph&step=s:i{MapRun.Items - 1}" })
        {
            long start = Stopwatch.GetTimestamp();
            await http.GetByteArrayAsync($"/p/bench/pipelines/s/runs/1?view={view}", cancel);
            most = Math.Max(most, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return most;
    }

    public override Task<double> ControlAsync(CancellationToken cancel) => Task.FromResult(Allowed);
}
