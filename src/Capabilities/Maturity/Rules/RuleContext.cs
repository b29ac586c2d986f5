using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Rules;

/// <summary>What a rule is evaluated over: facts as of an instant, the profile's parameters, the project's beat.</summary>
internal sealed record RuleContext(FactSet Facts, IReadOnlyDictionary<string, double> Parameters, TimeSpan Beat)
{
    public DateTimeOffset Now => Facts.Now;

    public double Value(Number number) => number.Parameter is { } name ? Parameters[name] : number.Value;

    public TimeSpan Value(Span span) => span.Resolve(Beat, Parameters);
}
