namespace Cairn.Maturity.Rules;

/// <summary>Finds what a rule names that does not exist: fields of a kind, parameters of the profiles.</summary>
internal static class RuleCheck
{
    public static IEnumerable<string> Faults(RuleNode rule, IReadOnlyCollection<string> parameters) =>
        RuleEvaluator.Clauses(rule).SelectMany(c => OfClause(c, parameters));

    private static IEnumerable<string> OfClause(Clause clause, IReadOnlyCollection<string> parameters)
    {
        IEnumerable<string> tests = clause.Filter.Concat(clause.Tests).SelectMany(t => OfTest(clause.Kind, t, parameters));
        string?[] paths = [clause.Each?.Path, clause.Shape.Distinct?.Path];
        string?[] names =
        [
            clause.Amount.Value?.Parameter, clause.Min?.Parameter, clause.Shape.Grade?.Parameter, clause.Shape.Distinct?.AtLeast.Parameter,
            .. Spans(clause.In), .. Spans(clause.Shape.Fresh), .. Spans(clause.Shape.Spanning),
        ];
        return tests.Concat(paths.OfType<string>().SelectMany(p => Field(clause.Kind, p))).Concat(names.OfType<string>().SelectMany(n => Parameter(n, parameters)));
    }

    private static IEnumerable<string> OfTest(string kind, Test test, IReadOnlyCollection<string> parameters) => Field(kind, test.Path).Concat(test switch
    {
        PointsTo link => link.Tests.SelectMany(t => OfTest(link.Kind, t, parameters)),
        NamedBy link => Field(link.Kind, link.KindPath).Concat(link.Tests.SelectMany(t => OfTest(link.Kind, t, parameters))),
        Compare { Operand: { Field: { } field } } => Field(kind, field),
        Compare { Operand: { Parameter: { } name } } => Parameter(name, parameters),
        _ => [],
    });

    private static IEnumerable<string?> Spans(Span? span) => span is null ? [] : [span.Parameter, .. Spans(span.Left), .. Spans(span.Right)];

    private static IEnumerable<string> Field(string kind, string path) =>
        FactKinds.FieldsOf(kind).Contains(path) ? [] : [$"a fact of kind '{kind}' has no field '{path}'; it has {string.Join(", ", FactKinds.FieldsOf(kind).Order(StringComparer.Ordinal))}"];

    private static IEnumerable<string> Parameter(string name, IReadOnlyCollection<string> parameters) =>
        parameters.Contains(name) ? [] : [$"no profile has a parameter '${name}'; there are {string.Join(", ", parameters.Order(StringComparer.Ordinal))}"];
}
