using Cairn.Contracts.Inference;
using Cairn.Contracts.Segments;
using Cairn.DuckDb;
using Cairn.Endpoints;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>Segments as Parquet, value by value.</summary>
public sealed class PartTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2001, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-part-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Whole_numbers_keep_all_their_digits()
    {
        (_, IReadOnlyList<object?[]> rows) = Write("select i, u from {0} order by request_id",
            [LogWriter.Of("i", Datatype.Int64, [1, 1], long.MinValue), LogWriter.Of("u", Datatype.UInt64, [1, 1], ulong.MaxValue)],
            [LogWriter.Of("i", Datatype.Int64, [1, 1], 9007199254740993L), LogWriter.Of("u", Datatype.UInt64, [1, 1], 9223372036854775808UL)]);
        rows.SelectMany(r => r).ShouldBe([long.MinValue, ulong.MaxValue, 9007199254740993L, 9223372036854775808UL]);
    }

    [Fact]
    public void A_column_whose_type_a_model_changed_rounds_nothing()
    {
        (IReadOnlyList<string> types, IReadOnlyList<object?[]> rows) = Write("select small, large, signs, truth from {0} order by request_id",
            [
                LogWriter.Of("small", Datatype.Int32, [1, 1], int.MaxValue), LogWriter.Of("large", Datatype.Int64, [1, 1], 9007199254740993L),
                LogWriter.Of("signs", Datatype.UInt64, [1, 1], ulong.MaxValue), LogWriter.Of("truth", Datatype.Bool, [1, 1], true),
            ],
            [
                LogWriter.Of("small", Datatype.Fp64, [1, 1], 0.5), LogWriter.Of("large", Datatype.Fp64, [1, 1], 0.5),
                LogWriter.Of("signs", Datatype.Int64, [1, 1], -1L), LogWriter.Of("truth", Datatype.Int64, [1, 1], 7L),
            ]);
        types.ShouldBe(["DOUBLE", "VARCHAR", "VARCHAR", "BIGINT"]);
        rows[0].ShouldBe([2147483647.0, "9007199254740993", "18446744073709551615", 1L]);
        rows[1].ShouldBe([0.5, "0.5", "-1", 7L]);
    }

    [Fact]
    public void A_wide_tensor_is_one_column_of_its_own_type()
    {
        float[] pixels = [.. Enumerable.Range(0, 2 * 192).Select(i => i * 0.5f)];
        byte[] bytes = [.. Enumerable.Range(0, 2 * 65).Select(i => (byte)i)];
        Half[] halves = [.. Enumerable.Range(0, 2 * 65).Select(i => (Half)i)];
        (IReadOnlyList<string> types, IReadOnlyList<object?[]> rows) = Write("select pixels_values, bytes_values, halves_values, out_embedding_values, status from {0} order by \"row\"",
            [],
            [
                LogWriter.Of("pixels", Datatype.Fp32, [2, 3, 8, 8], pixels), LogWriter.Of("bytes", Datatype.UInt8, [2, 65], bytes),
                LogWriter.Of("halves", Datatype.Fp16, [2, 65], halves), LogWriter.Of("embedding", Datatype.Fp32, [2, 192], pixels).As(TensorRole.Output),
            ]);
        types.ShouldBe(["FLOAT[]", "UTINYINT[]", "FLOAT[]", "FLOAT[]", "BIGINT"]);
        rows[0].ShouldBe([null, null, null, null, 400L]);
        for (int r = 0; r < 2; r++)
        {
            ((object?[])rows[r + 1][0]!).Cast<double>().ShouldBe(pixels[(r * 192)..((r + 1) * 192)].Select(p => (double)p));
            ((object?[])rows[r + 1][1]!).Select(v => Convert.ToInt32(v, null)).ShouldBe(bytes[(r * 65)..((r + 1) * 65)].Select(b => (int)b));
            ((object?[])rows[r + 1][2]!).Cast<double>().ShouldBe(halves[(r * 65)..((r + 1) * 65)].Select(h => (double)h));
            ((object?[])rows[r + 1][3]!).Length.ShouldBe(192);
        }
    }

    [Fact]
    public void An_output_that_has_not_one_entry_a_row_is_one_list_with_the_first()
    {
        LoggedTensor X(params float[] values) => LogWriter.Of("x", Datatype.Fp32, [values.Length, 1], values);
        LoggedTensor Boxes(params float[] values) => LogWriter.Of("boxes", Datatype.Fp32, [values.Length / 2, 2], values).As(TensorRole.Output);
        LoggedTensor Score(params float[] values) => LogWriter.Of("score", Datatype.Fp32, [values.Length, 1], values).As(TensorRole.Output);
        (_, IReadOnlyList<object?[]> rows) = Write("select out_boxes_values, score from {0} order by request_id, \"row\"",
            [X(1, 2), Boxes(1, 2, 3, 4, 5, 6), Score(0.5f, 0.25f)], [X(3), Boxes(), Score(0.75f)]);
        ((object?[])rows[0][0]!).ShouldBe([1f, 2f, 3f, 4f, 5f, 6f]);
        rows[1].ShouldBe([null, 0.25]);
        ((object?[])rows[2][0]!).ShouldBeEmpty();
        rows.Select(r => r[1]).ShouldBe([0.5, 0.25, 0.75]);
    }

    [Fact]
    public void Pictures_and_a_score_make_two_columns()
    {
        const int wide = 3 * 224 * 224, pictures = 40;
        float[] pixels = new float[wide];
        (_, IReadOnlyList<object?[]> rows) = Write("select count(*), min(len(pixels_values)), max(list_sum(pixels_values)), count(score), (select count(*) from (describe select * from {0})) from {0}",
            [.. Enumerable.Range(0, pictures).Select(i =>
            {
                pixels[i] = i;
                return new[] { LogWriter.Of("pixels", Datatype.Fp32, [1, 3, 224, 224], pixels), LogWriter.Of("greatest", Datatype.Fp32, [1, 1], (float)i).As(TensorRole.Output) };
            })]);
        rows[0].Select(v => Convert.ToDouble(v, null)).ShouldBe([pictures, wide, pictures * (pictures - 1) / 2, pictures, PredictionColumns.Fixed.Count + 2]);
    }

    [Fact]
    public void More_rows_than_a_vector_holds_are_all_there()
    {
        const int rows = 5000;
        (_, IReadOnlyList<object?[]> found) = Write("select count(*), count(distinct prediction_id), sum(x)::BIGINT, count(text), max(length(text)) from {0}",
            [LogWriter.Of("x", Datatype.Int64, [rows, 1], [.. Enumerable.Range(0, rows).Select(i => (long)i)]), Texts("text", [.. Enumerable.Range(0, rows).Select(i => new string('a', i % 30))])]);
        found[0].Select(v => Convert.ToInt64(v, null)).ShouldBe([rows, rows, rows * (rows - 1L) / 2, rows, 29]);
    }

    private static LoggedTensor Texts(string name, params string[] texts)
    {
        var bytes = new List<byte>();
        foreach (string text in texts)
        {
            bytes.AddRange(BitConverter.GetBytes((uint)text.Length));
            bytes.AddRange(System.Text.Encoding.UTF8.GetBytes(text));
        }
        return new LoggedTensor(TensorRole.Input, name, Datatype.Bytes, [texts.Length, 1], bytes.ToArray());
    }

    /// <summary>Answers types and rows of a query over the part; <c>{0}</c> is its file.</summary>
    private (IReadOnlyList<string> Types, IReadOnlyList<object?[]> Rows) Write(string sql, params LoggedTensor[][] requests)
    {
        using (var log = new SegmentLog(_folder))
            for (int i = 0; i < requests.Length; i++) LogWriter.Predict(log, "m", $"r{i:D3}", At, requests[i]);
        (_, string path) = SegmentName.List(Path.Combine(_folder, "m"), SegmentKind.Predictions).ShouldHaveSingleItem();
        string parquet = Path.Combine(_folder, "part.parquet");
        using var database = new DuckMemory(1, "256MB");
        using DuckConnection duck = database.Connect();
        LogPart part = PredictionWriter.Write((path, SegmentKind.Predictions), parquet, duck);
        part.Requests.ShouldBe(requests.Length);
        string query = sql.Replace("{0}", $"read_parquet({DuckSql.Literal(parquet)})", StringComparison.Ordinal);
        return ([.. duck.Query($"select column_type from (describe {query})").Rows().Select(r => (string)r[0]!)], [.. duck.Query(query).Rows()]);
    }
}
