using System.Text.Json;
using Cairn.Compute;
using Cairn.DuckDb;
using Cairn.Onnx;
using Cairn.OnnxRuntime;
using Cairn.Platform.Http;

namespace Cairn.Registry.Evaluations;

/// <summary>
/// <c>use: evaluate</c>: runs an ONNX model over a labelled Parquet table and measures it. Inputs <c>model</c>, <c>test</c>; outputs
/// <c>metrics</c> and <c>report</c> (the same with a histogram of the scores), both JSON. Binary, multiclass or regression.
/// The same model and table give the same bytes, unless <c>latency: true</c> asks for times.
/// </summary>
public sealed class EvaluateStep : IBuiltInStep
{
    public const string Name = "evaluate";
    private const long UsualMemory = 2L << 30;

    public string Kind => Name;

    public int Run(StepContext context)
    {
        EvaluateParameters with = EvaluateParameters.Read(context.Parameters);
        string path = context.Input("model");
        OnnxFileInfo info = Check(path);
        using OnnxModel model = Load(path);
        using var database = new DuckDatabase(null, ("threads", "1"), ("memory_limit", $"{(context.Memory ?? UsualMemory) / 2_000_000}MB"));
        using DuckConnection duck = database.Connect();
        try
        {
            string source = From(context.Input("test"));
            HashSet<string> columns = Columns(duck, source);
            if (new[] { with.Label }.Concat(with.Slices).FirstOrDefault(c => !columns.Contains(c)) is { } missing) throw new StepException($"The table has no column '{missing}'.");
            ScoredTable table = ScoredTable.Read(duck, source, ModelColumns.Of(model, info, columns), with, model);
            TaskMeasure measure = TaskMeasure.Of(table, with.Task ?? Declared(info), ModelColumns.Features(info, "classes"), with);
            Write(context, EvaluationMaker.Make(table, measure, with, new FileInfo(path).Length));
            return 0;
        }
        catch (DuckException e)
        {
            throw new StepException($"The table cannot be read as the model wants it: {e.Message.Split('\n')[0]}", e);
        }
    }

    private static void Write(StepContext context, EvaluationReport report)
    {
        File.WriteAllText(context.Output("metrics"), JsonSerializer.Serialize(report with { Histogram = null }, ApiJson.Options));
        if (context.Outputs.TryGetValue("report", out string? path)) File.WriteAllText(path, JsonSerializer.Serialize(report, ApiJson.Options));
        context.Log.WriteLine($"{report.Task}: {report.Metrics["n"]} rows, {report.Primary} {report.Metrics.GetValueOrDefault(report.Primary, double.NaN):0.####}, {report.Slices.Count} slices");
    }

    private static OnnxFileInfo Check(string path)
    {
        try
        {
            return OnnxFile.Check(path);
        }
        catch (OnnxFormatException e)
        {
            throw new StepException($"The model is refused: {e.Message}", e);
        }
    }

    private static OnnxModel Load(string path)
    {
        try
        {
            return OnnxModel.Load(path);
        }
        catch (OnnxException e)
        {
            throw new StepException($"The model cannot be loaded: {e.Message}", e);
        }
    }

    private static string? Declared(OnnxFileInfo info) => info.Metadata.GetValueOrDefault("task") is "binary" or "multiclass" or "regression" ? info.Metadata["task"] : null;

    // A file, or every Parquet file of a folder in the order of names.
    internal static string From(string path)
    {
        if (!Directory.Exists(path)) return $"read_parquet({DuckSql.Literal(path)})";
        string[] files = [.. Directory.EnumerateFiles(path, "*.parquet").Order(StringComparer.Ordinal)];
        return files.Length > 0 ? $"read_parquet({DuckSql.List(files)}, union_by_name = true)" : throw new StepException("The test table holds no data.");
    }

    internal static HashSet<string> Columns(DuckConnection duck, string source)
    {
        using DuckResult described = duck.Query($"describe select * from {source}");
        return [.. described.Rows().Select(r => (string)r[0]!)];
    }
}
