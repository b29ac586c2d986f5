namespace Cairn.Scoring;

/// <summary>
/// What a project does around its model on the way of every prediction. The class has a constructor without parameters; one instance serves many requests at
/// once, so what it keeps in fields is made in the constructor and only read after. One that is <see cref="IDisposable"/> is disposed when its version is unloaded.
/// </summary>
/// <example>
/// <code>
/// public sealed class Delays : IScoringCode
/// {
///     // Callers send hour and minute; the model was trained on one number.
///     public ScoringRows Before(ScoringRows inputs)
///     {
///         long[] hours = inputs.Get&lt;long&gt;("hour"), minutes = inputs.Get&lt;long&gt;("minute");
///         return new ScoringRows(inputs.Rows).Set("time", [.. hours.Zip(minutes, (h, m) =&gt; h + (m / 60f))]);
///     }
///
///     // The model gives a probability; callers want a word beside it.
///     public ScoringRows After(ScoringRows inputs, ScoringRows outputs)
///     {
///         float[] late = outputs.Get&lt;float&gt;("score");
///         return new ScoringRows(inputs.Rows).Set("score", late).Set("advice", [.. late.Select(p =&gt; p &gt; 0.5f ? "call" : "wait")]);
///     }
/// }
/// </code>
/// </example>
public interface IScoringCode
{
    /// <summary>Makes the inputs of the model, by their names, of what the caller sent. An <see cref="ArgumentException"/> refuses the request with 400; its text goes to nobody.</summary>
    /// <param name="inputs">The package's inputs, checked against the contract of the endpoint.</param>
    ScoringRows Before(ScoringRows inputs);

    /// <summary>Makes the package's outputs, by their names, of what the model answered.</summary>
    /// <param name="inputs">What the caller sent.</param>
    /// <param name="outputs">The outputs of the model.</param>
    ScoringRows After(ScoringRows inputs, ScoringRows outputs);
}
