using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Cairn.Contracts.DataContracts;

public enum InputFault
{
    None,
    UnknownColumn,
    Missing,
    WrongType,
    NotWhole,
    OutOfRange,
    NotAllowed,
    PatternNotMatched,
}

/// <summary>A value of a request: missing, a number, a truth value or text.</summary>
public readonly ref struct InputValue
{
    private InputValue(byte kind, double number, ReadOnlySpan<char> text)
    {
        Kind = kind;
        Number = number;
        Text = text;
    }

    internal byte Kind { get; }

    internal double Number { get; }

    internal ReadOnlySpan<char> Text { get; }

    public static InputValue Missing => default;

    public static InputValue Of(double number) => new(1, number, default);

    public static InputValue Of(bool truth) => new(2, truth ? 1 : 0, default);

    public static InputValue Of(ReadOnlySpan<char> text) => new(3, 0, text);
}

/// <summary>
/// A contract made ready for single values of requests: names, types, ranges, allowed values, patterns.
/// A value may be missing unless the contract says <c>missing: 0%</c>; a share cannot be judged on one row. Immutable and safe
/// for any number of threads; <see cref="Check"/> allocates nothing.
/// </summary>
public sealed class InputContract
{
    private readonly InputColumn[] columns;
    private readonly FrozenDictionary<string, int> names;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public InputContract(DataContract contract)
    {
        ArgumentNullException.ThrowIfNull(contract);
        columns = [.. contract.Columns.Select(c => new InputColumn(c))];
        names = columns.Select((c, i) => KeyValuePair.Create(c.Name, i)).ToFrozenDictionary(StringComparer.Ordinal);
        lookup = names.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Names of the columns, by index.</summary>
    public IReadOnlyList<string> Names => [.. columns.Select(c => c.Name)];

    public int Count => columns.Length;

    /// <returns>Index of the column, or -1.</returns>
    public int IndexOf(ReadOnlySpan<char> name) => lookup.TryGetValue(name, out var index) ? index : -1;

    /// <summary>Whether the column must be in every request.</summary>
    public bool IsRequired(int column) => !columns[column].Optional;

    /// <param name="column">From <see cref="IndexOf"/>; -1 is an unknown column.</param>
    public InputFault Check(int column, InputValue value) => column < 0 ? InputFault.UnknownColumn : columns[column].Check(value);

    /// <summary>The fault in words that name the column and the mend, never the value.</summary>
    public string Describe(int column, InputFault fault) => column < 0
        ? "unknown column; the contract has " + string.Join(", ", Names)
        : $"{columns[column].Name}: {columns[column].Say(fault)}";
}

/// <summary>One column made ready.</summary>
internal sealed class InputColumn
{
    private readonly ColumnRules rules;
    private readonly double min;
    private readonly double max;
    private readonly double[]? numbers;
    private readonly FrozenSet<string>? texts;
    private readonly Regex? pattern;

    public InputColumn(ColumnRules rules)
    {
        this.rules = rules;
        min = rules.Range?.Min ?? double.NegativeInfinity;
        max = rules.Range?.Max ?? double.PositiveInfinity;
        numbers = rules.In?.Numbers is { } allowed ? [.. allowed.Order()] : null;
        texts = rules.In is { } values ? values.Texts.ToFrozenSet(StringComparer.Ordinal) : null;
        pattern = rules.Pattern is { } expression ? new Regex($@"\A(?:{expression})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) : null;
    }

    public string Name => rules.Name;

    public bool Optional => rules.Optional;

    public InputFault Check(InputValue value) => value.Kind switch
    {
        0 => rules.Missing == 0 ? InputFault.Missing : InputFault.None,
        1 when double.IsNaN(value.Number) => rules.Missing == 0 ? InputFault.Missing : InputFault.None,
        1 => CheckNumber(value.Number),
        2 => rules.Type is null or ColumnType.Bool ? InputFault.None : InputFault.WrongType,
        _ => CheckText(value.Text),
    };

    public string Say(InputFault fault) => fault switch
    {
        InputFault.Missing => "a value is needed",
        InputFault.WrongType => $"expected {rules.Type?.ToString().ToLowerInvariant() ?? (rules.Range is null ? "another type" : "a number")}",
        InputFault.NotWhole => "expected a whole number",
        InputFault.OutOfRange => $"out of range; from {min} to {max}",
        InputFault.NotAllowed => "not an allowed value",
        InputFault.PatternNotMatched => "does not match the pattern of the contract",
        _ => "in order",
    };

    private InputFault CheckNumber(double number)
    {
        if (rules.Type is not (null or ColumnType.Int or ColumnType.Float) || pattern is not null)
        {
            return InputFault.WrongType;
        }

        if (rules.Type == ColumnType.Int && number != Math.Floor(number))
        {
            return InputFault.NotWhole;
        }

        if (number < min || number > max)
        {
            return InputFault.OutOfRange;
        }

        return texts is null || (numbers is not null && Array.BinarySearch(numbers, number) >= 0) ? InputFault.None : InputFault.NotAllowed;
    }

    private InputFault CheckText(ReadOnlySpan<char> text)
    {
        var right = rules.Type switch
        {
            null or ColumnType.Text => rules.Range is null,
            ColumnType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
            ColumnType.Time => DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out _),
            _ => false,
        };
        if (!right)
        {
            return InputFault.WrongType;
        }

        if (texts is not null && !texts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text))
        {
            return InputFault.NotAllowed;
        }

        return pattern is null || pattern.IsMatch(text) ? InputFault.None : InputFault.PatternNotMatched;
    }
}
