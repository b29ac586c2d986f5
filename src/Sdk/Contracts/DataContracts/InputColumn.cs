using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Cairn.Contracts.DataContracts;

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
        InputFault.WrongType => $"expected {rules.Type?.ToString().ToLowerInvariant() ?? (rules.Range is not null ? "a number" : rules.Times is not null ? "a time" : "another type")}",
        InputFault.NotWhole => "expected a whole number",
        InputFault.OutOfRange when rules.Times is { } times => $"out of range;{(times.Min is { } first ? $" from {first:O}" : "")}{(times.Max is { } last ? $" to {last:O}" : "")}",
        InputFault.OutOfRange => $"out of range; from {min} to {max}",
        InputFault.NotAllowed => "not an allowed value",
        InputFault.PatternNotMatched => "does not match the pattern of the contract",
        _ => "in order",
    };

    private InputFault CheckNumber(double number)
    {
        if (rules.Type is not (null or ColumnType.Int or ColumnType.Float) || pattern is not null || rules.Times is not null)
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
            null or ColumnType.Text => rules.Range is null && (rules.Times is null || IsTime(text, out _)),
            ColumnType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
            ColumnType.Time => IsTime(text, out _),
            _ => false,
        };
        if (!right)
        {
            return InputFault.WrongType;
        }

        if (rules.Times is { } times && (!IsTime(text, out var at) || at.UtcDateTime < times.Min || at.UtcDateTime > times.Max))
        {
            return InputFault.OutOfRange;
        }

        if (texts is not null && !texts.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text))
        {
            return InputFault.NotAllowed;
        }

        return pattern is null || pattern.IsMatch(text) ? InputFault.None : InputFault.PatternNotMatched;
    }

    private static bool IsTime(ReadOnlySpan<char> text, out DateTimeOffset time)
        => DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out time);
}
