namespace Cairn.Maturity.Rules;

/// <summary>A statement about one fact.</summary>
internal abstract record Test(string Path, string Text);

/// <summary>The field has a value, or has none.</summary>
internal sealed record IsSet(string Path, bool Set, string Text) : Test(Path, Text);

internal enum Op { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, In, NotIn, Has, Meets }

/// <summary>The field stands in a relation to values.</summary>
internal sealed record Compare(string Path, Op Op, Operand Operand, string Text) : Test(Path, Text);

/// <summary>The field names an existing fact that is no younger and for which tests hold.</summary>
internal sealed record PointsTo(string Path, string Kind, IReadOnlyList<Test> Tests, string Text) : Test(Path, Text);

/// <summary>Some fact of a kind names this value in a field of its own.</summary>
internal sealed record NamedBy(string Path, string Kind, string KindPath, IReadOnlyList<Test> Tests, string Text) : Test(Path, Text);

/// <summary>Distinct people hold roles: one of each group, so many in all.</summary>
internal sealed record Covers(string Path, IReadOnlyList<IReadOnlyList<string>> Groups, int By, string Text) : Test(Path, Text);

/// <summary>What a field is compared with: literals, another field of the same fact, or a parameter.</summary>
internal sealed record Operand(IReadOnlyList<string> Literals, string? Field = null, string? Parameter = null);
