using System.Globalization;

namespace Cairn.Bench;

/// <summary><c>runs/search</c> among runs of 10 parameters, 10 metrics and 5 tags.</summary>
internal class TrackingSearch : TrackingBenchmark
{
    private long _bytes;

    public override string Name => "tracking-search";

    public override string What => FormattableString.Invariant($"runs/search by a metric and a parameter, ordered by a metric, 100 of {Count:N0} runs, against bare Kestrel that sends as many bytes");

    public override string Unit => "ms";

    public override Goal Goal => Goal.NoMoreThan(20);

    protected override string Path => "runs/search";

    protected override int Connections => 1;

    protected virtual int Count => 10_000;

    public override async Task PrepareAsync(CancellationToken cancel)
    {
        await base.PrepareAsync(cancel);
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancel }, async (i, token) => await LogAsync(i, token));
        _bytes = (await PostAsync(Path, Body(0), cancel)).ToJsonString().Length;
    }

    public override Task<double> MeasureAsync(CancellationToken cancel) => MedianAsync(() => PostAsync(Path, Body(0), cancel));

    public override Task<double> ControlAsync(CancellationToken cancel) => MedianAsync(() => BareBytesAsync(_bytes, cancel));

    protected override string Body(int connection) => """{"experiment_ids":["0"],"filter":"metrics.m0 > 0.5 and params.p0 = '1'","order_by":["metrics.m0 DESC"],"max_results":100}""";

    private async Task LogAsync(int i, CancellationToken cancel)
    {
        var random = new Random(i);
        string run = (string)(await PostAsync("runs/create", """{"experiment_id":"0","start_time":1795163460934}""", cancel))["run"]!["info"]!["run_id"]!;
        string metrics = string.Join(',', Enumerable.Range(0, 10).Select(k => $$"""{"key":"m{{k}}","value":{{random.NextDouble().ToString(CultureInfo.InvariantCulture)}},"timestamp":1}"""));
        string parameters = string.Join(',', Enumerable.Range(0, 10).Select(k => $$"""{"key":"p{{k}}","value":"{{random.Next(5)}}"}""")), tags = string.Join(',', Enumerable.Range(0, 5).Select(k => $$"""{"key":"t{{k}}","value":"{{random.Next(9)}}"}"""));
        await PostAsync("runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{{metrics}}],"params":[{{parameters}}],"tags":[{{tags}}]}""", cancel);
    }
}
