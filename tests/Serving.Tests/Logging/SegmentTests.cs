using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.Serving.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Serving.Tests.Logging;

public sealed class SegmentTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("cairn-segment-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Any_torn_or_damaged_tail_is_cut_and_nothing_before_it_lost()
    {
        byte[] whole = Write(records: 20);
        long[] ends = Ends(whole);
        Prop.ForAll(
            Gen.Choose(0, whole.Length).ToArbitrary(), Gen.Choose(0, 2).ToArbitrary(), Gen.Choose(1, 64).ToArbitrary(),
            (cut, kind, tail) =>
            {
                byte[] torn = kind switch
                {
                    0 => whole[..cut],
                    1 => [.. whole[..cut], .. new byte[tail]],
                    _ => [.. whole[..cut], .. Enumerable.Range(0, tail).Select(i => (byte)(i * 37 + cut))],
                };
                // A tail of zeros may complete a record that ends in zeros; so what counts is the bytes that are as they were.
                int expected = ends.Count(e => e <= torn.Length && torn.AsSpan(0, (int)e).SequenceEqual(whole.AsSpan(0, (int)e)));
                return Recovered(torn) == expected;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithReplay(new Replay(new Rnd(17, 19), Microsoft.FSharp.Core.FSharpOption<int>.None)));
    }

    [Fact]
    public void A_flipped_bit_ends_the_reading_before_its_record()
    {
        byte[] whole = Write(records: 5);
        long[] ends = Ends(whole);
        for (int at = SegmentFormat.HeaderSize; at < whole.Length; at += 3)
        {
            byte[] flipped = [.. whole];
            flipped[at] ^= 0x10;
            Count(flipped).ShouldBe(ends.Count(e => e <= at), $"byte {at}");
        }
    }

    [Fact]
    public void A_record_comes_back_as_it_went_in()
    {
        var buffer = new RecordBuffer();
        var head = Head("r-ü") with { Replayable = true, Pinned = true, Latency = TimeSpan.FromMicroseconds(12.3), Rows = 2 };
        PredictionCodec.Begin(buffer, head, new byte[PredictionCodec.DigestSize], tensors: 1);
        PredictionCodec.Tensor(buffer, TensorRole.Input, "x", Datatype.Int64, [2, 1], [.. BitConverter.GetBytes(7L), .. BitConverter.GetBytes(-8L)]);
        PredictionCodec.End(buffer, "answer"u8);

        PredictionRecord record = PredictionCodec.Decode(buffer.Frame[SegmentFormat.FrameOverhead..].ToArray());
        (record.RequestId, record.Replayable, record.Pinned, record.Latency, record.RowCount).ShouldBe(("r-ü", true, true, head.Latency, 2));
        record.Tensors.Single().Value(1).ShouldBe(-8L);
        record.Answer.ToArray().ShouldBe("answer"u8.ToArray());
        PredictionCodec.ReadReplay(buffer.Frame[SegmentFormat.FrameOverhead..].ToArray()).Id.ShouldBe("r-ü");
    }

    [Fact]
    public async Task An_output_that_has_not_one_entry_a_row_is_read_as_a_whole_and_forgotten_with_any_row()
    {
        string folder = Path.Combine(_directory, "whole");
        using (var log = new SegmentLog(folder))
        {
            LogEntry entry = log.Rent();
            PredictionCodec.Begin(entry.Buffer, Head("r") with { Rows = 2 }, new byte[PredictionCodec.DigestSize], tensors: 4);
            PredictionCodec.Tensor(entry.Buffer, TensorRole.Key, "key", Datatype.Int64, [2], [.. BitConverter.GetBytes(4711L), .. BitConverter.GetBytes(12L)]);
            PredictionCodec.Tensor(entry.Buffer, TensorRole.Output, "found", Datatype.Int32, [3], [.. BitConverter.GetBytes(1), .. BitConverter.GetBytes(2), .. BitConverter.GetBytes(3)]);
            PredictionCodec.Tensor(entry.Buffer, TensorRole.Output, "names", Datatype.Bytes, [1], [1, 0, 0, 0, (byte)'a']);
            PredictionCodec.Tensor(entry.Buffer, TensorRole.Output, "row", Datatype.Int32, [2], [.. BitConverter.GetBytes(7), .. BitConverter.GetBytes(8)]);
            PredictionCodec.End(entry.Buffer, []);
            await log.AppendDurably(log.Stream("m", SegmentKind.Predictions), entry, day: 1);
        }

        string path = SegmentName.List(Path.Combine(folder, "m"), SegmentKind.Predictions).Single().Path;
        PredictionRecord record = SegmentReader.ReadPredictions(path).Single();
        record.Tensors.Select(t => t.Role).ShouldBe([TensorRole.Key, TensorRole.Whole, TensorRole.Whole, TensorRole.Output]);
        new SegmentEraser(DiskFiles.Instance).ErasePredictions(path, SegmentKind.Predictions, (r, row) => r.Key(row) == "4711").ShouldBe(1);
        record = SegmentReader.ReadPredictions(path).Single();
        Enumerable.Range(0, 3).Select(i => record.Tensors[1].Value(i)).ShouldBe([0L, 0L, 0L]);
        record.Tensors[2].Value(0).ShouldBe("\0");
        (record.Key(1), record.Tensors[3].Value(0), record.Tensors[3].Value(1)).ShouldBe(("12", 0L, 8L));
    }

    [Fact]
    public async Task A_closed_segment_has_all_that_was_queued_before_it_was_asked_for()
    {
        var disk = new HeldFiles();
        using var log = new SegmentLog(_directory, files: disk);
        SegmentStream stream = log.Stream("m", SegmentKind.Predictions);
        ValueTask<SegmentPosition> first = log.AppendDurably(stream, Entry(log, "first"), day: 730_000);
        await disk.Syncing;
        log.Append(stream, Entry(log, "while the disk was busy"), day: 730_000).ShouldBeTrue();
        Task closed = log.CloseSegmentsAsync(stream);
        disk.LetGo();
        await first;
        await closed;
        SegmentName.List(stream.Folder, SegmentKind.Predictions).Where(s => s.Name.Closed).SelectMany(s => SegmentReader.ReadPredictions(s.Path)).Select(r => r.RequestId)
            .ShouldBe(["first", "while the disk was busy"]);
    }

    [Fact]
    public async Task A_record_larger_than_may_wait_passes_when_few_wait_and_none_passes_behind_it()
    {
        var disk = new HeldFiles();
        using var log = new SegmentLog(_directory, new() { MaxPendingBytes = 1000 }, disk);
        SegmentStream stream = log.Stream("m", SegmentKind.Predictions);
        ValueTask<SegmentPosition> first = log.AppendDurably(stream, Entry(log, "first"), day: 1);
        await disk.Syncing;
        ValueTask<SegmentPosition> large = log.AppendDurably(stream, Entry(log, new string('r', 5000)), day: 1);
        log.Append(stream, Entry(log, "behind"), day: 1).ShouldBeFalse();
        disk.LetGo();
        await first;
        (await large).FrameSize.ShouldBeGreaterThan(5000);
        (stream.Counters.Durable, stream.Counters.Lost).ShouldBe((2, 1));
    }

    [Fact]
    public void A_record_beyond_256_MB_is_refused_while_it_is_written() =>
        Should.Throw<InvalidDataException>(() => new RecordBuffer().Block(new byte[SegmentFormat.MaxPayload])).Message.ShouldContain("256 MB");

    [Fact]
    public async Task Segments_roll_by_day_and_size_and_close_under_their_final_name()
    {
        using (var log = new SegmentLog(_directory, new() { SegmentBytes = 400 }))
        {
            SegmentStream stream = log.Stream("m", SegmentKind.Predictions);
            for (int i = 0; i < 9; i++) await log.AppendDurably(stream, Entry(log, $"r{i}"), day: 730_000 + (i / 3));
            SegmentName.List(stream.Folder, SegmentKind.Predictions).Count(s => !s.Name.Closed).ShouldBe(1);
            stream.Counters.ShouldBe(new LogCounters(9, 9, 0, stream.Counters.Bytes, stream.Counters.Syncs, 0));
        }

        var segments = SegmentName.List(Path.Combine(_directory, "m"), SegmentKind.Predictions);
        segments.ShouldAllBe(s => s.Name.Closed);
        segments.Select(s => s.Name.Day.DayNumber).Distinct().ShouldBe([730_000, 730_001, 730_002]);
        segments.SelectMany(s => SegmentReader.ReadPredictions(s.Path)).Select(r => r.RequestId).ShouldBe(Enumerable.Range(0, 9).Select(i => $"r{i}"));
    }

    [Fact]
    public void A_directory_belongs_to_one_log_at_a_time()
    {
        using var first = new SegmentLog(_directory);
        Should.Throw<IOException>(() => new SegmentLog(_directory));
    }

    [Fact]
    public async Task Many_waiters_share_one_sync()
    {
        var disk = new HeldFiles();
        using var log = new SegmentLog(_directory, files: disk);
        SegmentStream stream = log.Stream("m", SegmentKind.Predictions);
        Task first = log.AppendDurably(stream, Entry(log, "first"), day: 1).AsTask();
        await disk.Syncing;
        Task[] others = [.. Enumerable.Range(0, 499).Select(i => log.AppendDurably(stream, Entry(log, $"r{i}"), day: 1).AsTask())];
        disk.LetGo();
        await Task.WhenAll([first, .. others]);
        (stream.Counters.Durable, stream.Counters.Syncs).ShouldBe((500, 2));
    }

    private static PredictionHead Head(string id) => new()
    {
        RequestId = id,
        Endpoint = "m",
        Version = "1",
        Variant = "stable",
        Error = "",
        At = DateTimeOffset.UnixEpoch,
        Latency = TimeSpan.Zero,
        Status = 200,
    };

    private static LogEntry Entry(SegmentLog log, string id)
    {
        LogEntry entry = log.Rent();
        PredictionCodec.Begin(entry.Buffer, Head(id), new byte[PredictionCodec.DigestSize], tensors: 0);
        PredictionCodec.End(entry.Buffer, []);
        return entry;
    }

    private byte[] Write(int records)
    {
        string folder = Path.Combine(_directory, "source");
        using (var log = new SegmentLog(folder))
        {
            SegmentStream stream = log.Stream("m", SegmentKind.Predictions);
            for (int i = 0; i < records; i++) log.Append(stream, Entry(log, new string('r', 1 + i)), day: 1).ShouldBeTrue();
        }

        return File.ReadAllBytes(SegmentName.List(Path.Combine(folder, "m"), SegmentKind.Predictions).Single().Path);
    }

    private long[] Ends(byte[] segment)
    {
        string path = Place(segment, "ends");
        using var reader = new SegmentReader(path);
        var ends = new List<long>();
        while (reader.TryRead(out _, out _)) ends.Add(reader.ValidLength);
        return [.. ends];
    }

    private int Count(byte[] segment) => SegmentReader.ReadPredictions(Place(segment, "count")).Count();

    /// <summary>Opens a log over an open segment with these bytes, as after a crash, appends one record and counts those before it.</summary>
    private int Recovered(byte[] segment)
    {
        string folder = Path.Combine(_directory, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(Path.Combine(folder, "m"));
        File.WriteAllBytes(Path.Combine(folder, "m", "predictions-00010102-000001.open"), segment);
        using (var log = new SegmentLog(folder))
        {
            log.Append(log.Stream("m", SegmentKind.Predictions), Entry(log, "after"), day: 1).ShouldBeTrue();
        }

        var segments = SegmentName.List(Path.Combine(folder, "m"), SegmentKind.Predictions);
        segments.ShouldAllBe(s => s.Name.Closed);
        List<string> ids = [.. segments.SelectMany(s => SegmentReader.ReadPredictions(s.Path)).Select(r => r.RequestId)];
        ids[^1].ShouldBe("after");
        return ids.Count - 1;
    }

    private string Place(byte[] bytes, string name)
    {
        string path = Path.Combine(_directory, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
