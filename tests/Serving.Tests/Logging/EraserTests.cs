using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Logging;

/// <summary>Rows that are taken out of closed segments, with the power cut at every step.</summary>
public sealed class EraserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-erase-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_power_cut_leaves_the_old_segment_or_the_new_one_and_what_was_erased_stays_erased()
    {
        string made = await MadeAsync();
        int cuts = 0;
        for (bool done = false; !done; cuts++)
        {
            string folder = Path.Combine(_folder, $"at-{cuts}"), copy = Path.Combine(_folder, $"copy-{cuts}"), path = Path.Combine(folder, Path.GetFileName(made));
            Directory.CreateDirectory(folder);
            File.Copy(made, path);
            var files = new LossyFiles { Left = cuts };
            try { done = new SegmentEraser(files).ErasePredictions(path, SegmentKind.Predictions, (r, row) => r.Key(row) == "1") == 1; }
            catch (IOException) { }

            files.Crash(folder, copy);
            string after = Path.Combine(copy, Path.GetFileName(made));
            PredictionRecord[] records = [.. SegmentReader.ReadPredictions(after)];
            records.Length.ShouldBe(2, $"cut at step {cuts}");
            (records[0].IsForgotten(0), records[1].Key(0)).ShouldBe((records[0].Key(0) != "1", "2"));
            if (done) records[0].IsForgotten(0).ShouldBeTrue();
        }

        cuts.ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task A_name_that_was_never_synced_is_lost_and_an_old_one_comes_back()
    {
        // The control of the test above.
        string made = await MadeAsync(), copy = Path.Combine(_folder, "copy");
        var files = new LossyFiles { Nameless = true };
        new SegmentEraser(files).ErasePredictions(made, SegmentKind.Predictions, (r, row) => r.Key(row) == "1").ShouldBe(1);
        files.Crash(Path.GetDirectoryName(made)!, copy);
        SegmentReader.ReadPredictions(Path.Combine(copy, Path.GetFileName(made))).First().IsForgotten(0).ShouldBeFalse();
    }

    private async Task<string> MadeAsync()
    {
        string root = Path.Combine(_folder, "log");
        using (var log = new SegmentLog(root))
        {
            foreach (long key in new[] { 1L, 2L })
            {
                LogEntry entry = log.Rent();
                PredictionCodec.Begin(entry.Buffer, new() { RequestId = $"r{key}", Endpoint = "m", Version = "1", Variant = "stable", Error = "", At = DateTimeOffset.UnixEpoch, Latency = TimeSpan.Zero, Status = 200, Rows = 1 }, new byte[PredictionCodec.DigestSize], tensors: 1);
                PredictionCodec.Tensor(entry.Buffer, TensorRole.Key, "key", Datatype.Int64, [1], BitConverter.GetBytes(key));
                PredictionCodec.End(entry.Buffer, []);
                await log.AppendDurably(log.Stream("m", SegmentKind.Predictions), entry, day: 1);
            }
        }

        return SegmentName.List(Path.Combine(root, "m"), SegmentKind.Predictions).Single().Path;
    }
}
