namespace Cairn.Contracts.DataContracts;

/// <summary>What of a contract those who rely on it can no longer rely on. A version that promises as much or more breaks nothing.</summary>
public static class ContractBreaks
{
    public static IReadOnlyList<ContractBreak> Between(DataContract before, DataContract after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var breaks = new List<ContractBreak>();
        foreach (ColumnRules column in before.Columns)
            if (after.Columns.FirstOrDefault(c => c.Name == column.Name) is { } now) breaks.AddRange(OfColumn(column, now).Select(what => new ContractBreak(column.Name, what)));
            else breaks.Add(new(column.Name, "is promised no more"));
        breaks.AddRange(OfWhole(before, after).Select(what => new ContractBreak(null, what)));
        return breaks;
    }

    private static IEnumerable<string> OfColumn(ColumnRules before, ColumnRules after)
    {
        if (after.Optional && !before.Optional) yield return "may be absent";
        if (before.Type is { } type && after.Type != type && !(type == ColumnType.Float && after.Type == ColumnType.Int)) yield return $"is {Word(after.Type)}, was {Word(type)}";
        if (before.Range is { } range && !Within(after.Range, range)) yield return "has a wider range";
        if (before.In is { } allowed && !(after.In is { } now && now.Texts.All(t => allowed.Texts.Contains(t)))) yield return "may have other values";
        if (before.Missing is { } missing && !(after.Missing <= missing)) yield return "may be missing more often";
        if (before.Pattern is { } pattern && after.Pattern != pattern) yield return "follows another pattern";
        if (before.Unique && !after.Unique) yield return "may have a value twice";
        if (before.Refers is { } refers && after.Refers != refers) yield return $"need not be in {refers}";
        if (before.Distribution is { } distance && !(after.Distribution <= distance)) yield return "may be distributed otherwise";
    }

    private static IEnumerable<string> OfWhole(DataContract before, DataContract after)
    {
        if (before.Fresh is { } fresh && !(after.Fresh <= fresh)) yield return "the data may be older";
        if (before.Rows?.Min is { } min && !(after.Rows?.Min >= min)) yield return "there may be fewer rows";
        if (before.Rows?.Max is { } max && !(after.Rows?.Max <= max)) yield return "there may be more rows";
        if (before.Rows?.Change is { } change && !(after.Rows?.Change <= change)) yield return "the number of rows may change more";
    }

    // A set of numbers that lies within the range would do as well, but then the rule is another one: it is told, not guessed.
    private static bool Within(ValueRange? after, ValueRange before)
        => after is { } now && (before.Min is not { } min || now.Min >= min) && (before.Max is not { } max || now.Max <= max);

    private static string Word(ColumnType? type) => type is { } known ? known.ToString().ToLowerInvariant() : "of any type";
}
