using Cairn.Scoring;

namespace Cairn.Serving.Tests.Code;

/// <summary>Scoring code that goes wrong by what it is sent. Its model takes a digit and gives it back as <c>version</c>.</summary>
public sealed class OddCode : IScoringCode, IDisposable
{
    public ScoringRows Before(ScoringRows inputs)
    {
        float[] x = inputs.Get<float>("x");
        return x[0] switch
        {
            1001 => throw new InvalidOperationException("1001"),
            1002 => throw new ArgumentException("1002", nameof(inputs)),
            1003 => new ScoringRows(inputs.Rows).Set("other", x),
            1004 => new ScoringRows(inputs.Rows).Set("x", new double[x.Length]),
            1005 => new ScoringRows(inputs.Rows).Set("x", new float[x.Length + 1]),
            1006 => null!,
            _ => new ScoringRows(inputs.Rows).Set<float>("x", [.. x.Select(v => v % 10)]),
        };
    }

    public ScoringRows After(ScoringRows inputs, ScoringRows outputs) => new ScoringRows(inputs.Rows).Set<float>("sum", [.. inputs.Get<float>("x").Zip(outputs.Get<float>("version"), (a, b) => a + b + Added(inputs))]);

    private static float Added(ScoringRows inputs) => inputs.Parameters.TryGetValue("add", out System.Text.Json.JsonElement add) ? add.GetSingle() : 0;

    /// <summary>Fails: what it does must not keep it from being unloaded.</summary>
    public void Dispose() => throw new InvalidOperationException("not now");
}
