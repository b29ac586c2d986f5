using System.Runtime.InteropServices;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;
using Cairn.Endpoints;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

public sealed class LogTests
{
    private const int Requests = 100, RowsEach = 1000, All = Requests * RowsEach;
    private static readonly DateTimeOffset Day = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] NoDigest = new byte[16];

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task Every_outcome_meets_its_prediction_exactly_once_and_the_last_one_wins(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        var log = at.World.Get<SegmentLog>();
        for (int r = 0; r < Requests; r++) Predict(log, r);
        // Each row once, half of them by key, a fifth long after its window has closed; every tenth first wrong and then with the truth, in a call that is sent twice; every
        // twentieth once more with the same; a hundredth of nobody's.
        Tell(log, Enumerable.Range(0, All).Where(i => i % 5 != 2).Select(i => Outcome(i, i % 10 == 0 ? -1 : i)), Day.AddDays(1));
        Tell(log, Enumerable.Range(0, All).Where(i => i % 5 == 2).Select(i => Outcome(i, i)), Day.AddDays(20));
        for (int sent = 0; sent < 2; sent++) Tell(log, Enumerable.Range(0, All / 10).Select(i => Outcome(i * 10, i * 10) with { Id = $"call.{i}" }), Day.AddDays(5 + sent));
        Tell(log, Enumerable.Range(0, All / 20).Select(i => Outcome(i * 20, i * 20)), Day.AddDays(7));
        Tell(log, Enumerable.Range(0, All / 100).Select(i => new OutcomeRecord("delay", $"nobody{i}.0", null, OutcomeValue.Of(1), Day, Day)), Day.AddDays(2));

        var predictions = at.World.Get<IPredictionLog>();
        JoinedWindow joined = await predictions.JoinedAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", Day, Day.AddDays(1), cancellation: TestContext.Current.CancellationToken);
        (joined.Predictions, joined.Joined, joined.Told).ShouldBe((All, All, All + (All / 10) + (All / 20)));
        using var database = new DuckMemory(2, "256MB");
        using DuckConnection duck = database.Connect();
        string file = $"read_parquet({DuckSql.Literal(joined.Path)})";
        duck.Scalar<long>($"select count(distinct prediction_id) from {file}").ShouldBe(All);
        duck.Scalar<long>($"select count(*) from {file} where outcome <> x").ShouldBe(0);
        OutcomeSummary summary = await predictions.OutcomesAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", Day, Day.AddDays(30), TestContext.Current.CancellationToken);
        summary.ShouldBe(new OutcomeSummary(Day, Day.AddDays(30))
        {
            Told = All + (All / 10) + (All / 20) + (All / 100),
            SentAgain = All / 10,
            Joined = All + (All / 10) + (All / 20),
            Late = (All / 5) + (All / 10) + (All / 20),
            Repeated = All / 20,
            Contradicted = All / 10,
        });
        summary.Unknown.ShouldBe(All / 100);
        // A window of receipt alone: what was told before it is known, and counted there.
        OutcomeSummary week = await predictions.OutcomesAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", Day.AddDays(7), Day.AddDays(8), TestContext.Current.CancellationToken);
        (week.Told, week.Repeated, week.Contradicted, week.Unknown).ShouldBe((All / 20, All / 20, 0, 0));
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_segment_becomes_one_part_however_often_the_work_is_begun(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        Predict(at.World.Get<SegmentLog>(), 0);
        var predictions = at.World.Get<IPredictionLog>();
        CancellationToken c = TestContext.Current.CancellationToken;
        IReadOnlyList<string> files = await predictions.PredictionFilesAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", Day, Day.AddDays(1), c);
        // A crash after the file and before its row: the row is gone, the file is there.
        await at.World.Database.WriteAsync(s => s.Execute("delete from log_parts"), cancellation: c);
        (await predictions.PredictionFilesAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", Day, Day.AddDays(1), c)).Count.ShouldBe(files.Count);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => predictions.CompactAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", c)));
        Predict(at.World.Get<SegmentLog>(), 1);
        DayCount day = (await predictions.CountsAsync(DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", Day, Day.AddDays(1), c)).ShouldHaveSingleItem();
        (day.Day, day.Requests, day.Rows, day.Errors).ShouldBe((new DateOnly(2001, 1, 1), 2, 2 * RowsEach, 0));
    }

    private static OutcomeRecord Outcome(int row, double value) => row % 2 == 0
        ? new OutcomeRecord("delay", $"q{row / RowsEach}.{row % RowsEach}", null, OutcomeValue.Of(value), Day, Day)
        : new OutcomeRecord("delay", null, $"{row}", OutcomeValue.Of(value), Day, Day);

    private static void Tell(SegmentLog log, IEnumerable<OutcomeRecord> outcomes, DateTimeOffset received)
    {
        foreach (OutcomeRecord[] chunk in outcomes.Chunk(1000))
        {
            LogEntry entry = log.Rent();
            OutcomeCodec.Encode(entry.Buffer, "delay", received, chunk);
            log.Append(log.Stream("delay", SegmentKind.Outcomes), entry, DateOnly.FromDateTime(received.UtcDateTime).DayNumber).ShouldBeTrue();
        }
    }

    private static void Predict(SegmentLog log, int request)
    {
        double[] x = [.. Enumerable.Range(0, RowsEach).Select(i => (double)((request * RowsEach) + i))];
        long[] keys = [.. x.Select(v => (long)v)];
        LogEntry entry = log.Rent();
        var head = new PredictionHead { RequestId = $"q{request}", Endpoint = "delay", Version = "mv-1", Variant = "stable", Error = "", At = Day.AddHours(request % 24), Latency = TimeSpan.FromMilliseconds(1), Status = 200, Rows = RowsEach };
        PredictionCodec.Begin(entry.Buffer, head, NoDigest, tensors: 3);
        PredictionCodec.Tensor(entry.Buffer, TensorRole.Input, "x", Datatype.Fp64, [RowsEach, 1], MemoryMarshal.AsBytes(x.AsSpan()));
        PredictionCodec.Tensor(entry.Buffer, TensorRole.Key, "flight", Datatype.Int64, [RowsEach, 1], MemoryMarshal.AsBytes(keys.AsSpan()));
        PredictionCodec.Tensor(entry.Buffer, TensorRole.Output, "score", Datatype.Fp64, [RowsEach, 1], MemoryMarshal.AsBytes(x.AsSpan()));
        PredictionCodec.End(entry.Buffer, []);
        log.Append(log.Stream("delay", SegmentKind.Predictions), entry, DateOnly.FromDateTime(Day.UtcDateTime).DayNumber).ShouldBeTrue();
    }
}
