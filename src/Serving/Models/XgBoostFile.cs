using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Onnx;
using Cairn.OnnxRuntime;
using Cairn.XgBoost;

namespace Cairn.Serving.Models;

/// <summary>
/// A file as XGBoost saves it, JSON or UBJSON. Its trees become a graph when it is loaded, for the runtime answers a row in a fraction of the time
/// that the library takes; and the library itself must agree with the graph on rows that walk through the trees, else the file is refused.
/// Outputs: <c>score</c> (the probability of 1, or the value), or <c>scores</c> of the classes; <c>label</c> for classifiers.
/// </summary>
internal static class XgBoostFile
{
    public const string Platform = "xgboost";

    /// <summary>Both forms are one object; no ONNX file begins so.</summary>
    public static bool Is(Stream file)
    {
        int first = file.ReadByte();
        file.Position = 0;
        return first == '{';
    }

    /// <summary>A <see cref="ModelFault"/> when the file is broken or of a kind that has no exact graph.</summary>
    public static (OnnxModel Model, IReadOnlyList<InputColumn> Columns) Load(string path)
    {
        if (XgBoostLibrary.Missing() is { } missing) throw new ModelFault(missing);
        try
        {
            using Booster booster = Booster.Load(File.ReadAllBytes(path));
            byte[] json = booster.Save(ModelFormat.Json);
            OnnxModel model = TemporaryGraph.Open(Graph(json, booster.Features));
            try { XgBoostProof.Check(booster, model); }
            catch
            {
                model.Dispose();
                throw;
            }

            return (model, Columns(json, booster.Features));
        }
        catch (XgBoostException e) { throw new ModelFault($"XGBoost does not load the model: {e.Message}"); }
        catch (NotSupportedException e) { throw new ModelFault($"{e.Message} Export the model as ONNX."); }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException) { throw new ModelFault("The file is no model of XGBoost; save it by save_model() as JSON or UBJSON."); }
    }

    private static byte[] Graph(byte[] json, int features)
    {
        var graph = new OnnxGraph(Platform);
        TreeOutputs made = graph.XgBoost(graph.Input("features", OnnxType.Float, -1, features), json);
        if (made.Objective == TreeObjective.Binary) graph.Output("score", graph.Columns(made.Scores, 1), OnnxType.Float, -1, 1);
        else graph.Output(made.Objective == TreeObjective.Regression ? "score" : "scores", made.Scores, OnnxType.Float, -1, made.Classes);
        if (made.Label is { } label) graph.Output("label", label, OnnxType.Int64, -1);
        return graph.ToBytes();
    }

    /// <summary>One column for each named feature; one matrix where the features have no names. A missing value is what XGBoost takes it for.</summary>
    private static IReadOnlyList<InputColumn> Columns(byte[] json, int features)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        string[] names = document.RootElement.GetProperty("learner").TryGetProperty("feature_names", out JsonElement named) ? [.. named.EnumerateArray().Select(n => n.GetString()!)] : [];
        return names.Length == features && names.Distinct(StringComparer.Ordinal).Count() == features
            ? [.. names.Select(n => new InputColumn { Name = n, Datatype = "FP32", Nullable = true })]
            : [new InputColumn { Name = "features", Datatype = "FP32", Shape = [-1, features], Nullable = true }];
    }
}
