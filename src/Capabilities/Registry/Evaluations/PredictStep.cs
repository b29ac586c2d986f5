using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;
using Cairn.Onnx;
using Cairn.OnnxRuntime;

namespace Cairn.Registry.Evaluations;

/// <summary>
/// <c>use: predict</c>: a model's scores for every row of a table, in the table's order. The output has the columns of <c>keep</c> (all
/// unless said) and <c>score</c>, or <c>score_0</c>, <c>score_1</c>, … of a model with a score for each class.
/// </summary>
public sealed class PredictStep : IBuiltInStep
{
    private const long UsualMemory = 2L << 30;
    private const int UsualBatch = 1024;

    public string Kind => "predict";

    public int Run(StepContext context)
    {
        string path = context.Input("model");
        using var database = new DuckDatabase(null, ("threads", "1"), ("memory_limit", $"{(context.Memory ?? UsualMemory) / 2_000_000}MB"), ("preserve_insertion_order", "true"));
        using DuckConnection duck = database.Connect();
        try
        {
            OnnxFileInfo info = OnnxFile.Check(path);
            using OnnxModel model = OnnxModel.Load(path);
            long rows = Score(context, duck, model, info);
            context.Log.WriteLine($"{rows} rows scored");
            return 0;
        }
        catch (Exception e) when (e is OnnxFormatException or OnnxException)
        {
            throw new StepException($"The model cannot be used: {e.Message}", e);
        }
        catch (DuckException e)
        {
            throw new StepException($"The table cannot be read as the model wants it: {e.Message.Split('\n')[0]}", e);
        }
    }

    private static long Score(StepContext context, DuckConnection duck, OnnxModel model, OnnxFileInfo info)
    {
        string source = EvaluateStep.From(context.Input("table"));
        HashSet<string> columns = EvaluateStep.Columns(duck, source);
        string[] keep = Kept(context.Parameters, columns);
        ModelColumns feed = ModelColumns.Of(model, info, columns);
        duck.Execute($"create temp table numbered as select row_number() over () as cairn_row, * from {source}");
        int width = Append(duck, feed, model, Batch(context.Parameters));
        string scores = width == 1 ? "s.v[1] as score" : string.Join(", ", Enumerable.Range(0, width).Select(i => $"s.v[{i + 1}] as score_{i}"));
        string kept = string.Concat(keep.Select(k => $"n.{DuckSql.Identifier(k)}, "));
        return duck.Execute($"copy (select {kept}{scores} from numbered n join scored s on s.r = n.cairn_row order by n.cairn_row) to {DuckSql.Literal(context.Outputs.Values.Single())} (format parquet, compression zstd)");
    }

    /// <returns>Scores a row.</returns>
    private static int Append(DuckConnection duck, ModelColumns feed, OnnxModel model, int batch)
    {
        duck.Execute("create temp table flat (r bigint, c bigint, v double)");
        int width = 1;
        long row = 0;
        using (var scorer = new ModelScorer(model, feed))
        using (DuckResult result = duck.Stream($"select {string.Join(", ", feed.Select)} from numbered order by cairn_row"))
        using (DuckAppender rows = duck.Append("flat"))
        {
            foreach (DuckChunk chunk in result.Chunks())
                for (int from = 0; from < chunk.Rows; from += batch)
                {
                    int to = Math.Min(from + batch, chunk.Rows);
                    double[] scores = scorer.Score(chunk, from, to);
                    width = scores.Length / (to - from);
                    for (int i = 0; i < scores.Length; i++)
                    {
                        rows.Add(row + (i / width) + 1).Add((long)(i % width)).Add(scores[i]);
                        rows.EndRow();
                    }
                    row += to - from;
                }
            rows.Complete();
        }
        duck.Execute("create temp table scored as select r, list(v order by c) as v from flat group by r");
        return width;
    }

    private static string[] Kept(JsonObject with, HashSet<string> columns)
    {
        string[]? asked = with["keep"] switch { JsonArray list => [.. list.Select(k => (string)k!)], JsonValue one => [(string)one!], _ => null };
        string[] keep = asked is null ? [.. columns.Order(StringComparer.Ordinal)] : with["key"] is { } key ? [.. asked.Prepend((string)key!).Distinct()] : asked;
        return keep.FirstOrDefault(k => !columns.Contains(k)) is { } missing ? throw new StepException($"The table has no column '{missing}' to keep.") : keep;
    }

    private static int Batch(JsonObject with)
    {
        int rows = (int?)with["batch"] ?? UsualBatch;
        return rows is >= 1 and <= 1_000_000 ? rows : throw new StepException("'batch' must be 1 to 1000000.");
    }
}
