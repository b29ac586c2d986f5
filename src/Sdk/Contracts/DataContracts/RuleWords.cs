using System.Globalization;

namespace Cairn.Contracts.DataContracts;

/// <summary>Results of rules in words.</summary>
internal static class RuleWords
{
    public static string Say(RuleResult result) => result.Rule switch
    {
        RuleKind.MinRows => $"{Number(result.Value)} rows, at least {Number(result.Limit)}",
        RuleKind.MaxRows => $"{Number(result.Value)} rows, at most {Number(result.Limit)}",
        RuleKind.Change => $"rows changed by {Percent(result.Value)}, at most {Percent(result.Limit)}",
        RuleKind.Fresh => result.Value is null ? "no event time to judge freshness by" : $"newest event is {Number(result.Value)} hours old, at most {Number(result.Limit)}",
        RuleKind.Present => $"{result.Column}: the column is absent",
        RuleKind.Missing => $"{result.Column}: missing in {Percent(result.Value)} of the rows, at most {Percent(result.Limit)}",
        RuleKind.Together when result.Value is null => $"{result.Column}: one of the columns that are unique together is absent",
        RuleKind.Distribution when result.Value is null => $"{result.Column}: its distribution cannot be held against that of the reference",
        RuleKind.Distribution => $"{result.Column}: distribution {Number(result.Value)} from the reference, at most {Number(result.Limit)}",
        _ => $"{result.Column}: {Broken(result.Rule)} in {result.Violations} rows",
    };

    private static string Broken(RuleKind rule) => rule switch
    {
        RuleKind.Type => "wrong type",
        RuleKind.Range => "out of range",
        RuleKind.In => "not an allowed value",
        RuleKind.Pattern => "pattern not matched",
        RuleKind.Together => "not unique together",
        RuleKind.Refers => "not a value of the source it refers to",
        _ => "not unique",
    };

    private static string Number(double? value) => value?.ToString("0.##", CultureInfo.InvariantCulture) ?? "?";

    private static string Percent(double? value) => value is { } share ? (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%" : "?";
}
