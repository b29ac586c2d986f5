using System.Diagnostics;
using System.Runtime.InteropServices;
using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;
using Cairn.Endpoints;

namespace Cairn.Bench;

/// <summary>
/// Ten million logged predictions of nine inputs, written by the codec and turned into Parquet as the server does it: rows, mean score and a quantile by version and hour.
/// The control asks the same of one file that DuckDB wrote of the same columns alone, in one piece.
/// </summary>
internal sealed class ServingLogRead : IBenchmark
{
    private const int Requests = 2000, RowsEach = 5000, Inputs = 9;
    private const string Query = "select version, date_trunc('hour', \"at\"), count(*), avg(score), approx_quantile(score, 0.99) from {0} group by all";
    private static readonly DateTimeOffset Day = new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] NoDigest = new byte[16];
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
    private readonly double[] _values = new double[RowsEach];
    private string _log = "", _plain = "";

    public string Name => "serving-log-read";

    public string What => "10 million logged predictions grouped by version and hour, against a Parquet file of the asked columns alone";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(2);

    public async Task PrepareAsync(CancellationToken cancel)
    {
        using (var log = new SegmentLog(_folder, new SegmentLogOptions { MaxPendingBytes = long.MaxValue }))
            for (int request = 0; request < Requests; request++)
            {
                Append(log, request);
                if (request % 100 == 99) await log.FlushAsync().WaitAsync(cancel);
            }
        await Task.Run(() => Compact(cancel), cancel);
    }

    public Task<double> MeasureAsync(CancellationToken cancel) => Task.Run(() => Ask(_log), cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => Task.Run(() => Ask(_plain), cancel);

    public Task FinishAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private void Compact(CancellationToken cancel)
    {
        using var database = new DuckDatabase();
        using DuckConnection duck = database.Connect();
        var parts = new List<string>();
        foreach ((SegmentName name, string path) in SegmentName.List(Path.Combine(_folder, "m"), SegmentKind.Predictions))
        {
            cancel.ThrowIfCancellationRequested();
            parts.Add(Path.ChangeExtension(path, ".parquet"));
            PredictionWriter.Write((path, name.Kind), parts[^1], duck);
            File.Delete(path);
        }
        string plain = DuckSql.Literal(Path.Combine(_folder, "plain.parquet"));
        (_log, _plain) = ($"read_parquet({DuckSql.List(parts)}, union_by_name = true)", $"read_parquet({plain})");
        duck.Execute($"copy (select version, \"at\", score from {_log}) to {plain} (format parquet, compression zstd)");
    }

    private static double Ask(string table)
    {
        long start = Stopwatch.GetTimestamp();
        using var database = new DuckDatabase(null, ("threads", "2"), ("memory_limit", "512MB"));
        using DuckConnection duck = database.Connect();
        long rows = duck.Query(Query.Replace("{0}", table, StringComparison.Ordinal)).Rows().Sum(r => (long)r[2]!);
        if (rows != (long)Requests * RowsEach) throw new InvalidOperationException($"The log has {rows} rows.");
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private void Append(SegmentLog log, int request)
    {
        LogEntry entry = log.Rent();
        var head = new PredictionHead
        {
            RequestId = $"q{request}",
            Endpoint = "m",
            Version = $"mv-{request % 2}",
            Variant = "stable",
            Error = "",
            At = Day.AddSeconds(request * 86_400.0 / Requests),
            Latency = TimeSpan.FromMilliseconds(1),
            Status = 200,
            Rows = RowsEach,
        };
        PredictionCodec.Begin(entry.Buffer, head, NoDigest, Inputs + 2);
        for (int input = 0; input < Inputs; input++) PredictionCodec.Tensor(entry.Buffer, TensorRole.Input, $"x{input}", Datatype.Fp64, [RowsEach, 1], Fill(request, input));
        PredictionCodec.Tensor(entry.Buffer, TensorRole.Key, "key", Datatype.Int64, [RowsEach, 1], MemoryMarshal.AsBytes(Enumerable.Range(0, RowsEach).Select(i => ((long)request * RowsEach) + i).ToArray().AsSpan()));
        PredictionCodec.Tensor(entry.Buffer, TensorRole.Output, "score", Datatype.Fp64, [RowsEach, 1], Fill(request, Inputs));
        PredictionCodec.End(entry.Buffer, []);
        if (!log.Append(log.Stream("m", SegmentKind.Predictions), entry, DateOnly.FromDateTime(Day.UtcDateTime).DayNumber)) throw new InvalidOperationException("The log took a record not.");
    }

    private ReadOnlySpan<byte> Fill(int request, int column)
    {
        for (int i = 0; i < RowsEach; i++) _values[i] = 0.5 + (0.5 * Math.Sin((((double)request * RowsEach) + i) * (column + 1)));
        return MemoryMarshal.AsBytes(_values.AsSpan());
    }
}
