using Cairn.Scoring;

namespace Cairn.Serving.Tests.Code;

/// <summary>Scoring code that cannot be made without an argument.</summary>
public sealed class UnfitCode(string argument) : IScoringCode
{
    public ScoringRows Before(ScoringRows inputs) => inputs.Set<string>(argument, []);

    public ScoringRows After(ScoringRows inputs, ScoringRows outputs) => outputs;
}
