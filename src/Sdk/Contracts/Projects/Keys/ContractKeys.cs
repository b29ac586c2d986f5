using System.Text.RegularExpressions;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects.Shapes;
using Cairn.Contracts.Projects.Yaml;

namespace Cairn.Contracts.Projects.Keys;

/// <summary>The contract of a source (<c>expect</c>) and of an endpoint's requests (<c>inputs</c>).</summary>
internal static class ContractKeys
{
    private static readonly Key<ColumnType> Type = new("type", Of.Enum<ColumnType>("type"), "int, float, bool, text, date or time");
    private static readonly Key<ColumnRange> Range = new("range", new RangeShape(), "least and most, both allowed: [0, 100]; [0, null] is open; of dates and times [2001-01-01, 2001-12-31]");
    private static readonly Key<AllowedValues> In = new("in", new AllowedShape(), "the values allowed") { AlsoKnownAs = ["values", "allowed", "enum"] };
    private static readonly Key<Share> Missing = new("missing", Of.Share, "most share of missing values; 0% is none") { AlsoKnownAs = ["null", "nulls", "nullable"] };
    private static readonly Key<string> Pattern = new("pattern", Of.Pattern("a regular expression", Expression, "^.+$"), "regular expression that the whole text matches") { AlsoKnownAs = ["regex"] };
    private static readonly Key<bool> Unique = new("unique", Of.Bool, "no value twice");
    private static readonly Key<bool> Optional = new("optional", Of.Bool, "the column may be absent");

    private static readonly Key<ColumnKept> Log = new("log", Of.Enum<ColumnKept>("rule"), "of an endpoint's input: keep, hash or drop it in the prediction log; keep unless said");
    private static readonly Key<ColumnReference> Refers = new("refers", Of.Pattern("a column of a source", Reference, "^data\\.[a-z][a-z0-9_-]*\\..+$"), "data.<source>.<column> that every value must be in") { AlsoKnownAs = ["foreign_key", "references"] };
    private static readonly Key<double> Distribution = new("distribution", Of.Positive(100), "most distance (PSI) from the reference: the version tagged 'reference', else the first") { AlsoKnownAs = ["drift", "psi"] };

    private static readonly Shape<ColumnRules> Column = new BlockShape<ColumnRules>(
        "column", "what is agreed about a column", [Type, Range, In, Missing, Pattern, Unique, Optional, Refers, Distribution, Log], BuildColumn);

    private static readonly Key<long> MinRows = new("min", Of.Long(0), "least number of rows");
    private static readonly Key<long> MaxRows = new("max", Of.Long(0), "most number of rows");
    private static readonly Key<Share> Change = new("change", Of.Change, "most change against the version before");

    private static readonly Key<RowRules> Rows = new(
        "rows",
        new BlockShape<RowRules>("rows", "limits on the number of rows", [MinRows, MaxRows, Change], f => new RowRules(f.Value(MinRows), f.Value(MaxRows), f.Value(Change)?.Value)),
        "limits on the number of rows");

    private static readonly Key<TimeSpan> Fresh = new("fresh", Of.Duration, "most age of the newest event time") { AlsoKnownAs = ["freshness"] };
    private static readonly Key<IReadOnlyList<IReadOnlyList<string>>> Together = new("unique", new TogetherShape(Column), "columns that have no values twice together: [a, b], or several such lists")
    {
        AlsoKnownAs = ["primary_key", "unique_together"],
        IsMeant = node => node is not YamlMap,
    };
    private static readonly Key<IReadOnlyDictionary<string, ColumnRules>> Columns = new(
        "columns", new MapShape<ColumnRules>("columns with their rules", Column, NameRule.Any), "rules for columns named 'rows', 'fresh' or 'columns'");

    public static readonly Shape<DataContract> Shape = new BlockShape<DataContract>(
        "contract", "what is agreed about data: rules by column name, and of the whole", [Rows, Fresh, Together, Columns],
        f => new DataContract([.. f.Map(Columns).Values], f.Get(Rows), f.Value(Fresh)) { Unique = f.Get(Together) })
    {
        Rest = new Key<ColumnRules>("column", Column, "rules of a column"),
        WithRest = (contract, rest) => contract with { Columns = [.. contract.Columns, .. rest.Select(r => (ColumnRules)r.Value)] },
    };

    private static ColumnRules BuildColumn(Fields f) => new(f.Name)
    {
        Type = f.Has(Type) ? f.Need(Type) : null,
        Range = f.Value(Range)?.Numbers,
        Times = f.Value(Range)?.Times,
        In = f.Get(In),
        Missing = f.Value(Missing)?.Value,
        Pattern = f.Get(Pattern),
        Unique = f.Or(Unique, false),
        Optional = f.Or(Optional, false),
        Log = f.Or(Log, ColumnKept.Keep),
        Refers = f.Get(Refers),
        Distribution = f.Value(Distribution),
    };

    private static Parsed<ColumnReference> Reference(string text) =>
        text.Split('.', 3) is ["data", { Length: > 0 } source, { Length: > 0 } column] ? Parsed.Good(new ColumnReference(source, column)) : Parsed.Bad<ColumnReference>("expected data.<source>.<column>");

    private static Parsed<string> Expression(string text)
    {
        try
        {
            _ = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return text.Length <= 500 ? Parsed.Good(text) : Parsed.Bad<string>("longer than 500 characters");
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            return Parsed.Bad<string>("not a regular expression that runs in linear time (look-around and back references are not allowed)");
        }
    }
}
