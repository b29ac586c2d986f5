using Cairn.OnnxRuntime;
using Cairn.XgBoost;

namespace Cairn.Serving.Models;

/// <summary>Holds a graph against the library it was made from, on rows of many sizes, whole, missing and negative values among them.</summary>
internal static class XgBoostProof
{
    private const int Rows = 256;
    private const double Close = 1e-5;

    public static void Check(Booster booster, OnnxModel model)
    {
        float[] rows = Sample(booster.Features);
        using var matrix = new DMatrix(rows, booster.Features);
        float[] expected = booster.Predict(matrix);
        using OnnxRun run = model.NewRun();
        run.Prepare(Rows);
        rows.CopyTo(run.Floats(0));
        run.Run();
        // multi:softmax predicts the class itself, everything else the scores.
        bool classes = expected.Length == Rows && model.Outputs[0].Shape is [_, > 1];
        for (int i = 0; i < expected.Length; i++)
        {
            double found = classes ? run.LongOutput(1)[i] : run.FloatOutput(0)[i];
            if (!(Math.Abs(found - expected[i]) <= Close * Math.Max(1, Math.Abs(expected[i]))))
                throw new ModelFault("The graph made of the trees answers otherwise than XGBoost itself; export the model as ONNX and compare.");
        }
    }

    /// <summary>Every row has a scale of its own, so that thresholds of any size are crossed.</summary>
    private static float[] Sample(int features)
    {
        var random = new Random(1);
        var rows = new float[Rows * features];
        for (int row = 0; row < Rows; row++)
        {
            double scale = Math.Pow(10, random.Next(-3, 5));
            for (int c = 0; c < features; c++)
                rows[(row * features) + c] = random.Next(10) == 0 ? float.NaN : random.Next(2) == 0 ? random.Next(100) : (float)((random.NextDouble() - 0.5) * scale);
        }

        return rows;
    }
}
