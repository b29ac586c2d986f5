using System.Text.Json.Nodes;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>What is done to a log each night.</summary>
public sealed class LogKeeperTests
{
    private const string Route = DeliveryWorld.Endpoint;
    private static readonly DateTimeOffset Day = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task The_files_of_a_past_day_become_one_and_nothing_else_changes(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        for (int i = 0; i < 3; i++)
        {
            Predict(at, i, Day.AddHours(i));
            LogWriter.Tell(Log(at), Route, Day.AddHours(i), new OutcomeRecord(Route, $"q{i}.0", null, OutcomeValue.Of(i), Day, Day));
            await CompactAsync(at);
        }
        Predict(at, 3, Day.AddHours(4), Datatype.Int64);
        await CompactAsync(at);
        Predict(at, 4, Day.AddDays(1));
        IReadOnlyList<string> before = await FilesAsync(at);
        before.Count.ShouldBe(5);
        DayCount[] counts = await CountsAsync(at);

        await KeepAsync(at, Day.AddDays(1).AddHours(1));
        IReadOnlyList<string> after = await FilesAsync(at);
        // Three files into one; the one of another type, and today's, as they were.
        after.Count.ShouldBe(3);
        Read(after, "select count(distinct prediction_id), sum(x::double) from {0}").ShouldBe([5L, 10.0]);
        (await OutcomeFilesAsync(at)).Count.ShouldBe(1);
        (await CountsAsync(at)).ShouldBe(counts);
        JoinedWindow joined = await at.World.Get<IPredictionLog>().JoinedAsync(DeliveryWorld.Project, Route, "production", Day, Day.AddDays(2), cancellation: TestContext.Current.CancellationToken);
        (joined.Predictions, joined.Joined).ShouldBe((5, 3));
        // Who was given the old files can still read them, for a while.
        before.ShouldAllBe(f => File.Exists(f));

        await KeepAsync(at, Day.AddDays(1).AddHours(2));
        (await FilesAsync(at)).ShouldBe(after);
        await at.World.Get<LogSweeper>().SweepAsync(Route, TimeSpan.Zero, TestContext.Current.CancellationToken);
        before.Count(File.Exists).ShouldBe(2);
        after.ShouldAllBe(f => File.Exists(f));
    }

    [Fact]
    public async Task To_forget_reaches_files_that_were_merged_and_not_yet_deleted()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        for (int i = 0; i < 2; i++)
        {
            Predict(at, i, Day.AddHours(i));
            await CompactAsync(at);
        }
        IReadOnlyList<string> before = await FilesAsync(at);
        await KeepAsync(at, Day.AddDays(1));
        before.ShouldAllBe(f => File.Exists(f));
        EndpointView endpoint = await EndpointEndpoints.RequireAsync(DeliveryWorld.Project, Route, at.World.Get<IEndpoints>(), TestContext.Current.CancellationToken);
        (await at.World.Get<ForgetDesk>().ForgetAsync(endpoint, "k1", Actor.Service("test"), TestContext.Current.CancellationToken)).Predictions.ShouldBe(1);
        File.Exists(before[1]).ShouldBeFalse("it held the key");
        Read(await FilesAsync(at), "select count(*), max(key) from {0}").ShouldBe([1L, "k0"]);
    }

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task What_is_older_than_the_endpoint_keeps_is_gone_from_segments_and_Parquet(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File().Replace("key: flight,", "key: flight, keep: 10d,", StringComparison.Ordinal), engine);
        Predict(at, 0, Day);
        LogWriter.Tell(Log(at), Route, Day, new OutcomeRecord(Route, "q0.0", null, OutcomeValue.Of(1), Day, Day));
        await CompactAsync(at);
        Predict(at, 1, Day.AddDays(9));
        IReadOnlyList<string> before = await FilesAsync(at);
        before.Count.ShouldBe(2);

        await KeepAsync(at, Day.AddDays(10));
        (await CountsAsync(at)).Select(d => d.Day).ShouldBe([new DateOnly(2001, 1, 1), new DateOnly(2001, 1, 10)], "nothing is older than ten days yet");
        await KeepAsync(at, Day.AddDays(10).AddHours(1));
        (await CountsAsync(at)).ShouldBe([new DayCount(new DateOnly(2001, 1, 10), 1, 1, 0, 0)]);
        before.Count(File.Exists).ShouldBe(1);
        Segments(at, SegmentKind.Predictions).Select(s => s.Name.Number).ShouldBe([2]);
        Segments(at, SegmentKind.Outcomes).SelectMany(s => SegmentReader.ReadOutcomes(s.Path)).ShouldBeEmpty();
        JsonObject told = (await at.World.EventsAsync("run.finished", DeliveryWorld.Project)).Select(e => e.Data).Single(d => (string?)d["purpose"] == "gc");
        ((long)told["rows"]!).ShouldBe(2);
        told["artifacts"]!.AsArray().Select(a => (string)a!).ShouldBe(["delay/outcomes/2001-01-01", "delay/predictions/2001-01-01"], ignoreOrder: true);

        // The last of it goes too, and the next segment takes no number that was used.
        await KeepAsync(at, Day.AddDays(40));
        (await CountsAsync(at)).ShouldBeEmpty();
        Segments(at, SegmentKind.Predictions).SelectMany(s => SegmentReader.ReadPredictions(s.Path)).ShouldBeEmpty();
        await at.World.RestartAsync();
        Predict(at, 2, Day.AddDays(40));
        (await FilesAsync(at)).Count.ShouldBe(1);
        Segments(at, SegmentKind.Predictions).Max(s => s.Name.Number).ShouldBe(3);
    }

    [Fact]
    public async Task A_segment_goes_when_its_Parquet_has_long_been_durable_and_the_rows_stay()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        Predict(at, 0, Day);
        await CompactAsync(at);
        Predict(at, 1, Day.AddDays(1));
        await KeepAsync(at, Day.AddDays(60));
        Segments(at, SegmentKind.Predictions).Select(s => s.Name.Number).ShouldBe([2]);
        Segments(at, SegmentKind.Predictions).SelectMany(s => SegmentReader.ReadPredictions(s.Path)).Count().ShouldBe(1, "the newest stays as it is");
        Read(await FilesAsync(at), "select count(*) from {0}").ShouldBe([2L]);
        (await at.World.EventsAsync("run.finished", DeliveryWorld.Project)).ShouldNotContain(e => (string?)e.Data["purpose"] == "gc");
    }

    [Fact]
    public async Task Days_are_counted_without_closing_a_segment()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        Predict(at, 0, Day);
        LogWriter.Predict(Log(at), Route, "failed", Day.AddHours(1));
        (await CountsAsync(at)).ShouldBe([new DayCount(new DateOnly(2001, 1, 1), 2, 1, 1, 0)]);
        Predict(at, 1, Day.AddHours(2));
        LogWriter.Tell(Log(at), Route, Day.AddHours(3), new OutcomeRecord(Route, "q0.0", null, OutcomeValue.Of(1), Day, Day), new OutcomeRecord(Route, "q1.0", null, OutcomeValue.Of(1), Day, Day));
        DayCount day = new(new DateOnly(2001, 1, 1), 3, 2, 1, 2);
        (await CountsAsync(at)).ShouldBe([day]);
        Segments(at, SegmentKind.Predictions).ShouldHaveSingleItem().Name.Closed.ShouldBeFalse();
        // What becomes Parquet meanwhile is counted once.
        await CompactAsync(at);
        (await CountsAsync(at)).ShouldBe([day]);
        Predict(at, 2, Day.AddHours(4));
        (await CountsAsync(at)).ShouldBe([day with { Requests = 4, Rows = 3 }]);
    }

    private static SegmentLog Log(DeliveryWorld at) => at.World.Get<SegmentLog>();

    private static void Predict(DeliveryWorld at, int request, DateTimeOffset time, Datatype type = Datatype.Fp64) => LogWriter.Predict(
        Log(at), Route, $"q{request}", time,
        type == Datatype.Fp64 ? LogWriter.Of("x", type, [1, 1], (double)request) : LogWriter.Of("x", type, [1, 1], (long)request),
        new LoggedTensor(TensorRole.Key, "flight", Datatype.Bytes, [1, 1], new byte[] { 2, 0, 0, 0, (byte)'k', (byte)('0' + request) }));

    private static Task KeepAsync(DeliveryWorld at, DateTimeOffset now) => at.World.Get<LogKeeper>().KeepAsync(Route, now, TestContext.Current.CancellationToken);

    private static Task CompactAsync(DeliveryWorld at) => at.World.Get<IPredictionLog>().CompactAsync(DeliveryWorld.Project, Route, "production", TestContext.Current.CancellationToken);

    private static Task<IReadOnlyList<string>> FilesAsync(DeliveryWorld at)
        => at.World.Get<IPredictionLog>().PredictionFilesAsync(DeliveryWorld.Project, Route, "production", Day, Day.AddDays(100), TestContext.Current.CancellationToken);

    private static Task<IReadOnlyList<string>> OutcomeFilesAsync(DeliveryWorld at)
        => at.World.Get<IPredictionLog>().OutcomeFilesAsync(DeliveryWorld.Project, Route, "production", Day, Day.AddDays(100), TestContext.Current.CancellationToken);

    private static async Task<DayCount[]> CountsAsync(DeliveryWorld at)
        => [.. await at.World.Get<IPredictionLog>().CountsAsync(DeliveryWorld.Project, Route, "production", Day, Day.AddDays(100), TestContext.Current.CancellationToken)];

    private static IReadOnlyList<(SegmentName Name, string Path)> Segments(DeliveryWorld at, SegmentKind kind) => SegmentName.List(Path.Combine(at.World.Get<ISegmentFolder>().Directory, Route), kind);

    private static object?[] Read(IReadOnlyList<string> files, string sql)
    {
        using var database = new DuckMemory(2, "256MB");
        using DuckConnection duck = database.Connect();
        return duck.Query(sql.Replace("{0}", $"read_parquet({DuckSql.List(files)}, union_by_name = true)", StringComparison.Ordinal)).Rows().First();
    }
}
