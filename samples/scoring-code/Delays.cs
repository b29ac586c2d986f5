using Cairn.Scoring;

namespace ScoringCode;

/// <summary>Scoring code as a project writes it: callers send the hour and the minute and get a word beside the score.</summary>
public sealed class Delays : IScoringCode
{
    /// <summary>The model was trained on four numbers in one row; two of them are made here.</summary>
    public ScoringRows Before(ScoringRows inputs)
    {
        float[] hours = inputs.Get<float>("hour"), minutes = inputs.Get<float>("minute");
        return new ScoringRows(inputs.Rows).Set<float>("features", [.. hours.Zip(minutes).SelectMany(t => new[] { t.First + (t.Second / 60), 0, 0, 0 })]);
    }

    /// <summary>The model gives a probability; callers want to know what to do.</summary>
    public ScoringRows After(ScoringRows inputs, ScoringRows outputs)
    {
        float[] late = outputs.Get<float>("score");
        return new ScoringRows(inputs.Rows).Set("score", late).Set<string>("advice", [.. late.Select(p => p > 0.9 ? "call" : "wait")]);
    }
}
