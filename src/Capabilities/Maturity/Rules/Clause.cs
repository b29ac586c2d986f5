namespace Cairn.Maturity.Rules;

/// <summary>So many facts of one kind, for which tests hold, within a span, of a certain shape.</summary>
/// <param name="Text">The clause as written.</param>
internal sealed record Clause(
    Each? Each,
    Amount Amount,
    string Kind,
    IReadOnlyList<Test> Filter,
    Span? In,
    Number? Min,
    IReadOnlyList<Test> Tests,
    Shape Shape,
    string Text) : RuleNode;

/// <summary>The clause must hold for every value; without values, for every one that a model release in force has.</summary>
internal sealed record Each(string Path, IReadOnlyList<string>? Values);

internal enum AmountKind { Last, Current, AtLeast, AtMost, Share }

/// <param name="Value">n of last, at least and at most (0 for "no"); percent of share; null for current.</param>
internal sealed record Amount(AmountKind Kind, Number? Value);

/// <summary>What the selected facts must look like together.</summary>
internal sealed record Shape(Span? Fresh = null, Span? Spanning = null, Distinct? Distinct = null, Number? Grade = null);

internal sealed record Distinct(string Path, Number AtLeast);

/// <summary>A number, or the profile's parameter of that name.</summary>
internal sealed record Number(double Value, string? Parameter = null);
