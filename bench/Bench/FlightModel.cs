using Cairn.Onnx;
using Cairn.XgBoost;

namespace Cairn.Bench;

/// <summary>A model like the flight sample's: five named inputs, two of them texts with encodings of 230 airports, 60 trees of depth 5.</summary>
internal static class FlightModel
{
    public const string Request = """
        {"inputs":[{"name":"minute","datatype":"FP32","shape":[1,1],"data":[612]},{"name":"weekday","datatype":"FP32","shape":[1,1],"data":[3]},{"name":"distance","datatype":"FP32","shape":[1,1],"data":[787]},{"name":"origin","datatype":"BYTES","shape":[1,1],"data":["A17"]},{"name":"destination","datatype":"BYTES","shape":[1,1],"data":["A42"]}]}
        """;

    private const int Rows = 20_000, Airports = 230, Trees = 60;

    public static void Write(string path)
    {
        var random = new Random(1);
        float[] rows = new float[Rows * 5], labels = new float[Rows];
        for (int i = 0; i < Rows; i++)
        {
            (rows[i * 5], rows[(i * 5) + 1], rows[(i * 5) + 2]) = (random.Next(1440), random.Next(7), random.Next(100, 2700));
            (rows[(i * 5) + 3], rows[(i * 5) + 4]) = (random.NextSingle(), random.NextSingle());
            labels[i] = random.NextSingle() < 0.1f + (rows[i * 5] / 6000) + (rows[(i * 5) + 3] * 0.2f) ? 1 : 0;
        }
        using var matrix = new DMatrix(rows, 5, labels);
        using Booster booster = Booster.Create([new("objective", "binary:logistic"), new("tree_method", "hist"), new("max_depth", "5"), new("eta", "0.15")], matrix);
        for (int round = 0; round < Trees; round++) booster.Update(round, matrix);
        File.WriteAllBytes(path, Graph(booster.Save(ModelFormat.Json), random));
    }

    private static byte[] Graph(byte[] trees, Random random)
    {
        var graph = new OnnxGraph("flight");
        Dictionary<string, float> codes = Enumerable.Range(0, Airports).ToDictionary(i => "A" + i, _ => random.NextSingle());
        OnnxValue[] columns =
        [
            graph.Input("minute", OnnxType.Float, -1, 1), graph.Input("weekday", OnnxType.Float, -1, 1), graph.Input("distance", OnnxType.Float, -1, 1),
            graph.Encode(graph.Input("origin", OnnxType.String, -1, 1), codes, 0.5f), graph.Encode(graph.Input("destination", OnnxType.String, -1, 1), codes, 0.5f),
        ];
        TreeOutputs made = graph.XgBoost(graph.Concat(columns), trees);
        graph.Output("score", graph.Columns(made.Scores, 1), OnnxType.Float, -1, 1);
        return graph.ToBytes();
    }
}
