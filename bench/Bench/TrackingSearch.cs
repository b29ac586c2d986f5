using System.Globalization;
using Cairn.Platform.Sql;

namespace Cairn.Bench;

/// <summary><c>runs/search</c> among runs of 10 parameters, 10 metrics and 5 tags.</summary>
internal sealed class TrackingSearch(SqlEngine engine) : TrackingSearched(engine)
{
    protected override string Plain => "tracking-search";

    protected override int Count => 10_000;

    protected override double Ratio => 20;

    protected override double Hold => 15;

    protected override Task FillAsync(CancellationToken cancel)
        => Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = cancel }, async (i, token) => await LogAsync(i, token));

    private async Task LogAsync(int i, CancellationToken cancel)
    {
        var random = new Random(i);
        string run = (string)(await PostAsync("runs/create", """{"experiment_id":"0","start_time":1795163460934}""", cancel))["run"]!["info"]!["run_id"]!;
        string metrics = string.Join(',', Enumerable.Range(0, 10).Select(k => $$"""{"key":"m{{k}}","value":{{random.NextDouble().ToString(CultureInfo.InvariantCulture)}},"timestamp":1}"""));
        string parameters = string.Join(',', Enumerable.Range(0, 10).Select(k => $$"""{"key":"p{{k}}","value":"{{random.Next(5)}}"}""")), tags = string.Join(',', Enumerable.Range(0, 5).Select(k => $$"""{"key":"t{{k}}","value":"{{random.Next(9)}}"}"""));
        await PostAsync("runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{{metrics}}],"params":[{{parameters}}],"tags":[{{tags}}]}""", cancel);
    }
}
