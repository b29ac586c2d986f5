using System.Diagnostics.Metrics;
using System.Text;
using Cairn.Client;
using Microsoft.Extensions.Logging;

namespace Cairn.Sdk.Tests.Client;

/// <summary>.NET's logs and meters in a run.</summary>
public sealed class BridgeTests
{
    private readonly FakeTracking _server = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Log => Encoding.UTF8.GetString(_server.Runs.Single().Files["logs/run.log"]);

    [Fact]
    public async Task What_a_program_logs_becomes_an_artifact()
    {
        using var client = _server.Client();
        await using (var run = await client.StartRunAsync("e", cancel: Cancel))
        {
            var provider = run.CreateLoggerProvider();
            var logger = provider.CreateLogger("Trainer");
            logger.Log(LogLevel.Information, "epoch {Epoch}", 1);
            await provider.FlushAsync(Cancel);
            Log.ShouldContain("information Trainer: epoch 1\n");
            logger.Log(LogLevel.Debug, "not asked for");
            logger.Log(LogLevel.Error, new FormatException("odd"), "broke");
            logger.IsEnabled(LogLevel.Debug).ShouldBeFalse();
        }

        Log.Split('\n')[0].ShouldEndWith("Trainer: epoch 1");
        Log.ShouldContain("error       Trainer: broke\nSystem.FormatException: odd");
        Log.ShouldNotContain("not asked for");
    }

    [Fact]
    public async Task Lines_that_find_no_room_are_counted()
    {
        using var client = _server.Client();
        long dropped;
        await using (var run = await client.StartRunAsync("e", cancel: Cancel))
        {
            var provider = run.CreateLoggerProvider(waiting: 1);
            var logger = provider.CreateLogger("Trainer");
            for (var i = 0; i < 100_000 && provider.Dropped == 0; i++)
            {
                logger.Log(LogLevel.Information, "line {Line}", i);
            }
            dropped = provider.Dropped;
        }

        dropped.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Instruments_become_metrics()
    {
        using var meter = new Meter("Cairn.Sdk.Tests.Bridge");
        var rows = meter.CreateCounter<long>("rows");
        var rate = meter.CreateGauge<double>("rate");
        var took = meter.CreateHistogram<int>("took");
        meter.CreateObservableGauge("depth", () => 3);
        using var other = new Meter("Cairn.Sdk.Tests.Other");
        var ignored = other.CreateCounter<long>("ignored");
        using var client = _server.Client();
        await using (var run = await client.StartRunAsync("e", cancel: Cancel))
        {
            var bridge = run.ListenTo(TimeSpan.FromHours(1), meter.Name);
            rows.Add(2);
            rows.Add(3, new KeyValuePair<string, object?>("file", "b"));
            rate.Record(1);
            rate.Record(0.5);
            took.Record(10);
            took.Record(30);
            ignored.Add(1);
            await bridge.ReadAsync(Cancel);
            rows.Add(1);
        }

        var points = _server.Runs.Single().Points.Select(p => $"{p.Key} {p.Value} @{p.Step}").Order(StringComparer.Ordinal);
        points.ShouldBe(["depth 3 @1", "depth 3 @2", "rate 0.5 @1", "rows 5 @1", "rows 6 @2", "took.count 2 @1", "took.max 30 @1", "took.mean 20 @1"]);
    }
}
