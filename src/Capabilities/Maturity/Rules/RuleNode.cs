namespace Cairn.Maturity.Rules;

/// <summary>A rule as a tree: <see cref="AnyOf"/> and <see cref="AllOf"/> over <see cref="Clause"/>.</summary>
internal abstract record RuleNode;

internal sealed record AnyOf(IReadOnlyList<RuleNode> Parts) : RuleNode;

internal sealed record AllOf(IReadOnlyList<RuleNode> Parts) : RuleNode;
