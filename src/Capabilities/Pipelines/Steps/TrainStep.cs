using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;
using Cairn.Statistics;
using Cairn.XgBoost;

namespace Cairn.Pipelines.Steps;

/// <summary>
/// <c>use: train</c>: gradient-boosted trees by XGBoost, on one thread and seeded, so that the same data gives the same bytes; written as ONNX with
/// the preparation of raw inputs inside the graph. Parameters: trees, depth, lr, and any of XGBoost's own by its name.
/// </summary>
public sealed class TrainStep : IBuiltInStep
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal) { ["depth"] = "max_depth", ["lr"] = "eta", ["min_rows"] = "min_child_weight" };
    private static readonly HashSet<string> Options = new(StringComparer.Ordinal)
        { "label", "features", "categories", "drop", "task", "weight", "rounds", "early_stop", "calibrate", "time", "threads", "key", "trees", "sample", "sampled", "item" };

    public string Kind => "train";

    public int Run(StepContext context)
    {
        JsonObject with = context.Parameters;
        if (XgBoostLibrary.Missing() is { } missing) throw new StepException(missing);
        string label = (string?)with["label"] ?? throw new StepException("'train' needs 'label'.");
        using DuckDatabase database = StepTables.Open(context);
        using DuckConnection duck = database.Connect();
        string table = StepTables.From(context, "train");
        var drop = ((with["drop"] as JsonArray)?.Select(d => (string)d!) ?? []).Append((string?)with["time"]).Append((string?)with["key"]).OfType<string>().ToHashSet(StringComparer.Ordinal);
        try
        {
            IReadOnlyList<Feature> features = FeaturePlan.Learn(duck, table, label, with["features"], drop);
            TrainingSet set = TrainingSet.Read(duck, table, features, label);
            Train(context, with, features, set);
            return 0;
        }
        catch (DuckException e)
        {
            throw StepTables.Refused("The training table cannot be read", e);
        }
        catch (XgBoostException e)
        {
            throw new StepException($"XGBoost: {e.Message.Split('\n')[0]}", e);
        }
    }

    private static void Train(StepContext context, JsonObject with, IReadOnlyList<Feature> features, TrainingSet set)
    {
        string task = (string?)with["task"] ?? TaskOf(set.Labels);
        int rounds = (int?)with["trees"] ?? (int?)with["rounds"] ?? 100;
        if (rounds is < 1 or > 10_000) throw new StepException("'trees' must be 1 to 10000.");
        using var matrix = new DMatrix(set.Rows, set.Columns, set.Labels, [.. features.Select(f => f.Name)]);
        using Booster booster = Booster.Create(Parameters(with, task, context.Seed ?? 0, set.Labels), matrix);
        context.Log.WriteLine($"{set.Labels.Length} rows, {features.Count} features, {rounds} trees, {task}");
        for (int round = 0; round < rounds; round++)
        {
            booster.Update(round, matrix);
            if ((round + 1) % 10 == 0 || round + 1 == rounds) context.Log.WriteLine($"[{round + 1}/{rounds}]");
        }
        File.WriteAllBytes(context.Output("model"), TrainedGraph.Write(features, booster.Save(ModelFormat.Json), task));
        if (context.Outputs.TryGetValue("metrics", out string? path)) File.WriteAllText(path, Metrics(booster, matrix, set, task, features).ToJsonString());
    }

    private static Dictionary<string, string> Parameters(JsonObject with, string task, long seed, float[] labels)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["objective"] = task switch { "binary" => "binary:logistic", "multiclass" => "multi:softprob", "regression" => "reg:squarederror", _ => throw new StepException("'task' must be binary, multiclass or regression.") },
            ["tree_method"] = "hist",
            ["max_depth"] = "6",
            ["eta"] = "0.2",
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            ["nthread"] = "1",
        };
        if (task == "multiclass") all["num_class"] = ((int)labels.Max() + 1).ToString(CultureInfo.InvariantCulture);
        foreach ((string name, JsonNode? value) in with)
            if (!Options.Contains(name) && value is JsonValue) all[Names.GetValueOrDefault(name, name)] = value.GetValueKind() == JsonValueKind.String ? (string)value! : value.ToJsonString();
        return all;
    }

    private static string TaskOf(float[] labels)
        => Array.TrueForAll(labels, l => l is 0 or 1) ? "binary" : Array.TrueForAll(labels, l => l >= 0 && l < 100 && l == MathF.Floor(l)) ? "multiclass" : "regression";

    private static JsonObject Metrics(Booster booster, DMatrix matrix, TrainingSet set, string task, IReadOnlyList<Feature> features)
    {
        var metrics = new JsonObject { ["train_rows"] = set.Labels.Length };
        if (task == "binary") metrics["train_auc"] = RocAuc.Of(Array.ConvertAll(booster.Predict(matrix), p => (double)p), Array.ConvertAll(set.Labels, l => l > 0));
        var importance = new JsonObject();
        IReadOnlyDictionary<string, float> gain = booster.Importance();
        foreach (Feature f in features) importance[f.Name] = gain.GetValueOrDefault(f.Name);
        return new JsonObject { ["metrics"] = metrics, ["importance"] = importance };
    }
}
