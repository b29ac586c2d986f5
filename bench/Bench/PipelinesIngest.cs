using System.Diagnostics;
using System.Text.Json.Nodes;
using Cairn.DuckDb;

namespace Cairn.Bench;

/// <summary>The three million flights of the sample: gathered, held against a contract, profiled and kept as a version.</summary>
internal sealed class PipelinesIngest : IBenchmark
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly string Flights = Path.Combine(Child.Root, "node_modules", "vega-datasets", "data", "flights-3m.parquet");
    private readonly PipelineSetup _setup = new();
    private int _next;

    public string Name => "pipelines-ingest";

    public string What => "3 million flights gathered, profiled and held against a contract of 7 rules, from the request to the version, against DuckDB's own reading and SUMMARIZE of them";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(2);

    public int Rounds => 3;

    // Each measurement gathers by a source of its own, as a first gathering does.
    public Task PrepareAsync(CancellationToken cancel) => _setup.StartAsync("project: bench\ndata:\n" + string.Concat(Enumerable.Range(0, (Rounds * 2) + 1).Select(Source))
        + "steps:\n  s: {run: \": > $CAIRN_OUT_F\", out: {f: file}}\n", cancel);

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        string source = $"flights{_next++}";
        long start = Stopwatch.GetTimestamp();
        await _setup.PostAsync($"data/{source}/ingest", new { }, cancel);
        while (true)
        {
            JsonNode? arrival = (await _setup.GetAsync($"data/{source}/arrivals?limit=1", cancel))["items"]!.AsArray().FirstOrDefault();
            if ((string?)arrival?["state"] == "accepted") return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (arrival?["finished_at"] is not null) throw new InvalidOperationException($"{arrival["state"]}: {arrival["reason"]}");
            await Task.Delay(Pause, cancel);
        }
    }

    public Task<double> ControlAsync(CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        using var database = new DuckDatabase();
        using DuckConnection duck = database.Connect();
        duck.Execute($"create table flights as select * from read_parquet({DuckSql.Literal(Flights)})");
        using DuckResult summary = duck.Query("summarize flights");
        return Task.FromResult(summary.Rows().Any() ? Stopwatch.GetElapsedTime(start).TotalMilliseconds : throw new InvalidOperationException("There is nothing to summarize."));
    }

    public Task FinishAsync()
    {
        _setup.Dispose();
        return Task.CompletedTask;
    }

    private static string Source(int i) => $$"""
          flights{{i}}:
            from: {{Flights}}
            time: date
            expect:
              rows: {min: 1000000}
              date: {type: time, missing: 0%}
              delay: {type: int, range: [-1440, 2880], missing: 0%}
              distance: {type: int, range: [1, 10000]}
              origin: {pattern: "[A-Z]{3}", missing: 0%}
              destination: {pattern: "[A-Z]{3}", missing: 0%}

        """;
}
