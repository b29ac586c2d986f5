using Cairn.Onnx;
using Cairn.XgBoost;

namespace Cairn.Libraries.Tests.Bindings;

/// <summary>Seeded data with missing values, a small XGBoost model of it, and the same model as an ONNX file.</summary>
internal sealed class TrainedModel : IDisposable
{
    public const int Columns = 4, Rows = 2000;

    public float[] Data { get; } = MakeData(seed: 7);

    public byte[] Json { get; private init; } = [];

    public float[] Expected { get; private init; } = [];

    public TempFile File { get; private init; } = null!;

    public static TrainedModel Make(string objective, Func<float[], float> label, params (string, string)[] more)
    {
        float[] data = MakeData(seed: 7);
        float[] labels = [.. data.Chunk(Columns).Select(label)];
        using var matrix = new DMatrix(data, Columns, labels);
        var parameters = new Dictionary<string, string> { ["objective"] = objective, ["max_depth"] = "4", ["eta"] = "0.3", ["tree_method"] = "hist" };
        foreach ((string name, string value) in more)
            parameters[name] = value;
        using Booster booster = Booster.Create(parameters, matrix);
        for (int round = 0; round < 20; round++)
            booster.Update(round, matrix);
        byte[] json = booster.Save(ModelFormat.Json);
        return new TrainedModel { Json = json, Expected = booster.Predict(matrix), File = TempFile.Of(ToOnnx(json)) };
    }

    public static float Late(float[] row) => (float.IsNaN(row[0]) ? 0.3f : row[0]) + row[1] * row[2] > 0.6f ? 1 : 0;

    public void Dispose() => File.Dispose();

    private static byte[] ToOnnx(byte[] json)
    {
        var graph = new OnnxGraph("trees");
        OnnxValue features = graph.Input("features", OnnxType.Float, -1, Columns);
        TreeOutputs trees = graph.XgBoost(features, json);
        graph.Output("scores", trees.Scores, OnnxType.Float, -1, trees.Classes);
        if (trees.Label is { } label)
            graph.Output("label", label, OnnxType.Int64, -1);
        return graph.ToBytes();
    }

    private static float[] MakeData(int seed)
    {
        var random = new Random(seed);
        // Rounded, so that many values fall exactly on thresholds; every ninth value is missing.
        return [.. Enumerable.Range(0, Rows * Columns).Select(i => i % 9 == 0 ? float.NaN : MathF.Round(random.NextSingle(), 2))];
    }
}
