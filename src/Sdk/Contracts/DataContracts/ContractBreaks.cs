namespace Cairn.Contracts.DataContracts;

/// <summary>What two versions of a contract promise otherwise. Those who read data rely on what was promised before; those who send data have to keep what is promised now.</summary>
public static class ContractBreaks
{
    /// <summary>What those who read can no longer rely on. A version that promises as much or more breaks nothing.</summary>
    public static IReadOnlyList<ContractBreak> Between(DataContract before, DataContract after) => [.. Lost(before, after).Select(p => new ContractBreak(p.Column, p.Less))];

    /// <summary>What is promised that was not before: what those who send have to keep from now on.</summary>
    public static IReadOnlyList<ContractBreak> Narrowed(DataContract before, DataContract after) => [.. Lost(after, before).Select(p => new ContractBreak(p.Column, p.More))];

    /// <summary>What <paramref name="held"/> promises and <paramref name="other"/> does not.</summary>
    private static IEnumerable<Promise> Lost(DataContract held, DataContract other)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(other);
        foreach (ColumnRules column in held.Columns)
        {
            if (other.Columns.FirstOrDefault(c => c.Name == column.Name) is not { } now) yield return new(column.Name, "is promised no more", "is promised now");
            else foreach ((string less, string more) in OfColumn(column, now)) yield return new(column.Name, less, more);
        }

        foreach ((string less, string more) in OfWhole(held, other).Concat(OfTogether(held, other))) yield return new(null, less, more);
    }

    private static IEnumerable<(string Less, string More)> OfColumn(ColumnRules held, ColumnRules other)
    {
        if (other.Optional && !held.Optional) yield return ("may be absent", "must be there");
        if (held.Type is { } type && other.Type != type && !(type == ColumnType.Float && other.Type == ColumnType.Int)) yield return ($"is {Word(other.Type)}, was {Word(type)}", $"is {Word(type)}, was {Word(other.Type)}");
        if (held.Range is { } range && !Within(other.Range, range)) yield return ("has a wider range", "has a narrower range");
        if (held.Times is { } times && !Within(other.Times, times)) yield return ("has a wider range", "has a narrower range");
        if (held.In is { } allowed && !(other.In is { } now && now.Texts.All(t => allowed.Texts.Contains(t)))) yield return ("may have other values", "may have fewer values");
        if (held.Missing is { } missing && !(other.Missing <= missing)) yield return ("may be missing more often", "may be missing less often");
        if (held.Pattern is { } pattern && other.Pattern != pattern) yield return ("follows another pattern", "follows another pattern");
        if (held.Unique && !other.Unique) yield return ("may have a value twice", "may have no value twice");
        if (held.Refers is { } refers && other.Refers != refers) yield return ($"need not be in {refers}", $"must be in {refers}");
        if (held.Distribution is { } distance && !(other.Distribution <= distance)) yield return ("may be distributed otherwise", "may be distributed otherwise by less");
    }

    private static IEnumerable<(string Less, string More)> OfWhole(DataContract held, DataContract other)
    {
        if (held.Fresh is { } fresh && !(other.Fresh <= fresh)) yield return ("the data may be older", "the data must be newer");
        if (held.Rows?.Min is { } min && !(other.Rows?.Min >= min)) yield return ("there may be fewer rows", "there must be more rows");
        if (held.Rows?.Max is { } max && !(other.Rows?.Max <= max)) yield return ("there may be more rows", "there must be fewer rows");
        if (held.Rows?.Change is { } change && !(other.Rows?.Change <= change)) yield return ("the number of rows may change more", "the number of rows may change less");
    }

    // What is unique in fewer columns is so in more.
    private static IEnumerable<(string Less, string More)> OfTogether(DataContract held, DataContract other)
        => (held.Unique ?? []).Where(set => !(other.Unique ?? []).Any(o => o.All(set.Contains)) && !other.Columns.Any(c => c.Unique && set.Contains(c.Name)))
            .Select(Together.Words).Select(words => ($"{words} may have the same values twice", $"{words} may not have the same values twice"));

    // A set of numbers that lies within the range would do as well, but then the rule is another one: it is told, not guessed.
    private static bool Within(ValueRange? other, ValueRange held)
        => other is { } now && (held.Min is not { } min || now.Min >= min) && (held.Max is not { } max || now.Max <= max);

    private static bool Within(TimeRange? other, TimeRange held)
        => other is { } now && (held.Min is not { } min || now.Min >= min) && (held.Max is not { } max || now.Max <= max);

    private static string Word(ColumnType? type) => type is { } known ? known.ToString().ToLowerInvariant() : "of any type";

    /// <summary>A promise of one version, in the words of those who lose it and of those who have to keep it.</summary>
    private readonly record struct Promise(string? Column, string Less, string More);
}
