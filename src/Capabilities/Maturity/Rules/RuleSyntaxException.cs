namespace Cairn.Maturity.Rules;

/// <summary>A rule that cannot be read. <paramref name="column"/> counts from 1.</summary>
internal sealed class RuleSyntaxException(string problem, int column) : Exception($"column {column}: {problem}")
{
    public int Column { get; } = column;

    public string Problem { get; } = problem;
}
