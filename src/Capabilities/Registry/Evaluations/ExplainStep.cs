using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;
using Cairn.Onnx;
using Cairn.OnnxRuntime;

namespace Cairn.Registry.Evaluations;

/// <summary>
/// <c>use: explain</c>: what the model looks at, by permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): how much of the primary
/// metric is lost when the values of one column are dealt out anew. The same seed deals them the same. Input columns that say the same thing share it.
/// </summary>
public sealed class ExplainStep : IBuiltInStep
{
    private const long UsualMemory = 2L << 30;
    private const int UsualRows = 5000, MostRows = 1_000_000;

    public string Kind => "explain";

    public int Run(StepContext context)
    {
        EvaluateParameters with = EvaluateParameters.Read(Evaluated(context.Parameters));
        string path = context.Input("model");
        using var database = new DuckDatabase(null, ("threads", "1"), ("memory_limit", $"{(context.Memory ?? UsualMemory) / 2_000_000}MB"));
        using DuckConnection duck = database.Connect();
        try
        {
            OnnxFileInfo info = OnnxFile.Check(path);
            using OnnxModel model = OnnxModel.Load(path);
            File.WriteAllText(context.Output("report"), Explain(context, duck, new ExplainedModel(model, info, with)).ToJsonString());
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

    private static JsonObject Explain(StepContext context, DuckConnection duck, ExplainedModel explained)
    {
        string source = EvaluateStep.From(context.Input("test"));
        HashSet<string> columns = EvaluateStep.Columns(duck, source);
        if (!columns.Contains(explained.With.Label)) throw new StepException($"The table has no column '{explained.With.Label}'.");
        ModelColumns feed = ModelColumns.Of(explained.Model, explained.Info, columns);
        string[] inputs = Chosen(context.Parameters, feed.Matrix ? ModelColumns.Features(explained.Info) : [.. explained.Model.Inputs.Select(i => i.Name)]);
        long seed = (long?)context.Parameters["seed"] ?? context.Seed ?? 0, rows = Rows(context.Parameters);
        duck.Execute($"create temp table numbered as select row_number() over () as cairn_row, * from {source} where {DuckSql.Identifier(explained.With.Label)} is not null");
        duck.Execute($"create temp table dealt as select * exclude (cairn_row), row_number() over (order by hash(cairn_row, {seed}), cairn_row) as cairn_row from numbered qualify cairn_row <= {rows}");
        (double whole, TaskMeasure task) = explained.Measure(duck, "(select * from dealt order by cairn_row)", feed);
        bool more = TaskMeasure.MoreIsBetter(task.Primary) != false;
        var found = new List<(string Column, double Without)>();
        foreach ((string column, int at) in inputs.Select((c, i) => (c, i))) found.Add((column, explained.Measure(duck, Dealt(column, seed + at + 1), feed).Value));
        var list = found.Select(f => (f.Column, f.Without, Lost: more ? whole - f.Without : f.Without - whole)).OrderByDescending(f => f.Lost).ThenBy(f => f.Column, StringComparer.Ordinal).ToList();
        foreach (var one in list) context.Log.WriteLine($"{one.Column}: {one.Lost:0.####}");
        return new JsonObject
        {
            ["method"] = "permutation",
            ["task"] = task.Task,
            ["metric"] = task.Primary,
            ["value"] = whole,
            ["rows"] = duck.Scalar<long>("select count(*) from dealt"),
            ["seed"] = seed,
            ["columns"] = new JsonArray([.. list.Select(f => (JsonNode)new JsonObject { ["column"] = f.Column, ["lost"] = f.Lost, ["value"] = f.Without })]),
        };
    }

    // The same rows with one column's values in another order.
    private static string Dealt(string column, long seed)
    {
        string name = DuckSql.Identifier(column);
        return $"(select d.* replace (o.v as {name}) from dealt d join (select row_number() over (order by hash(cairn_row, {seed}), cairn_row) as cairn_row, {name} as v from dealt) o using (cairn_row) order by d.cairn_row)";
    }

    private static string[] Chosen(JsonObject with, string[] inputs)
    {
        string[]? asked = with["columns"] switch { JsonArray list => [.. list.Select(k => (string)k!)], JsonValue one => [(string)one!], _ => null };
        return asked?.FirstOrDefault(c => !inputs.Contains(c)) is { } missing ? throw new StepException($"The model has no input '{missing}'; it takes {string.Join(", ", inputs)}.") : asked ?? inputs;
    }

    private static long Rows(JsonObject with)
    {
        long rows = (long?)with["rows"] ?? UsualRows;
        return rows is >= 10 and <= MostRows ? rows : throw new StepException($"'rows' must be 10 to {MostRows}.");
    }

    // What 'evaluate' is told, of what 'explain' is.
    private static JsonObject Evaluated(JsonObject with) => new(with.Where(p => p.Key is "label").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
}

/// <summary>A model and how it is measured.</summary>
internal sealed record ExplainedModel(OnnxModel Model, OnnxFileInfo Info, EvaluateParameters With)
{
    /// <summary>The primary metric over these rows.</summary>
    /// <exception cref="StepException">It cannot be told: all labels are alike.</exception>
    public (double Value, TaskMeasure Task) Measure(DuckConnection duck, string rows, ModelColumns feed)
    {
        ScoredTable table = ScoredTable.Read(duck, rows, feed, With, Model);
        TaskMeasure task = TaskMeasure.Of(table, Info.Metadata.GetValueOrDefault("task") is "binary" or "multiclass" or "regression" ? Info.Metadata["task"] : null, ModelColumns.Features(Info, "classes"), With);
        return task.Measure([.. Enumerable.Range(0, table.Rows)]).TryGetValue(task.Primary, out double value) ? (value, task) : throw new StepException($"'{task.Primary}' cannot be told of these rows: all labels are alike.");
    }
}
