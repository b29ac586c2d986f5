namespace Cairn.Contracts.DataContracts;

/// <summary>What came of one rule. Holds counts and limits only, never a value of the data.</summary>
/// <param name="Value">What was measured: rows, a share, or hours of age; null when it could not be measured.</param>
/// <param name="Limit">The limit that <paramref name="Value"/> was held against.</param>
/// <param name="Violations">Rows (or 1 for the whole table) that break the rule.</param>
public sealed record RuleResult(RuleKind Rule, string? Column, double? Value, double Limit, bool Ok, long Violations)
{
    /// <summary>The rule in words, for people: <c>carrier: missing 4% of the rows, at most 2%</c>.</summary>
    public override string ToString() => RuleWords.Say(this);
}

/// <summary>The facts a query cannot know.</summary>
/// <param name="PreviousRows">Rows of the version before; null when it is the first.</param>
/// <param name="Now">Time at which freshness is judged.</param>
public sealed record ContractFacts(long? PreviousRows, DateTimeOffset Now);

/// <summary>Judges the counts of <see cref="DataContractSql"/>. Pure.</summary>
public static class ContractVerdict
{
    /// <param name="row">Numbers of the query's row, in the order of its counts; null only for the newest time.</param>
    /// <returns>One result for every rule of the contract, in its order.</returns>
    public static IReadOnlyList<RuleResult> Judge(DataContract contract, ContractQuery query, IReadOnlyList<long?> row, ContractFacts facts)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(row);
        if (row.Count != query.Counts.Count)
        {
            throw new ArgumentException($"the query has {query.Counts.Count} counts, the row {row.Count}", nameof(row));
        }

        var rows = row[0] ?? 0;
        var results = new List<RuleResult>();
        AddWhole(contract, query, row, facts, rows, results);
        foreach (var set in contract.Unique ?? [])
        {
            results.Add(Unique(Together.Words(set), query, row, rows));
        }

        foreach (var rules in contract.Columns)
        {
            AddColumn(rules, query, row, rows, results);
        }

        return results;
    }

    private static void AddWhole(DataContract contract, ContractQuery query, IReadOnlyList<long?> row, ContractFacts facts, long rows, List<RuleResult> results)
    {
        if (contract.Rows is { Min: { } min })
        {
            results.Add(Whole(RuleKind.MinRows, rows, min, rows >= min));
        }

        if (contract.Rows is { Max: { } max })
        {
            results.Add(Whole(RuleKind.MaxRows, rows, max, rows <= max));
        }

        if (contract.Rows is { Change: { } most } && facts.PreviousRows is > 0 and { } before)
        {
            var change = Math.Abs(rows - before) / (double)before;
            results.Add(Whole(RuleKind.Change, change, most, change <= most));
        }

        if (contract.Fresh is { } fresh)
        {
            var at = query.Counts.ToList().FindIndex(c => c.Kind == RuleKind.Newest);
            double? age = at >= 0 && row[at] is { } newest ? (facts.Now - DateTimeOffset.UnixEpoch.AddMicroseconds(newest)).TotalHours : null;
            results.Add(Whole(RuleKind.Fresh, age, fresh.TotalHours, age <= fresh.TotalHours));
        }
    }

    // Of columns that are not all there nobody can tell.
    private static RuleResult Unique(string columns, ContractQuery query, IReadOnlyList<long?> row, long rows)
    {
        var at = query.Counts.ToList().FindIndex(c => c.Kind == RuleKind.Together && c.Column == columns);
        return at >= 0 && row[at] is { } twice
            ? new RuleResult(RuleKind.Together, columns, rows == 0 ? 0 : twice / (double)rows, 0, twice == 0, twice)
            : new RuleResult(RuleKind.Together, columns, null, 0, false, rows);
    }

    private static void AddColumn(ColumnRules rules, ContractQuery query, IReadOnlyList<long?> row, long rows, List<RuleResult> results)
    {
        var counted = query.Counts.Select((c, i) => (c.Kind, c.Column, Value: row[i] ?? 0)).Where(c => c.Column == rules.Name && c.Kind != RuleKind.Together).ToArray();
        if (counted.Length == 0)
        {
            if (!rules.Optional)
            {
                results.Add(new RuleResult(RuleKind.Present, rules.Name, 0, 1, false, rows));
            }

            return;
        }

        foreach (var (kind, _, broken) in counted)
        {
            var share = rows == 0 ? 0 : broken / (double)rows;
            if (kind == RuleKind.Missing)
            {
                if (rules.Missing is { } most)
                {
                    results.Add(new RuleResult(kind, rules.Name, share, most, share <= most, share <= most ? 0 : broken));
                }
            }
            else
            {
                results.Add(new RuleResult(kind, rules.Name, share, 0, broken == 0, broken));
            }
        }
    }

    private static RuleResult Whole(RuleKind kind, double? value, double limit, bool ok) => new(kind, null, value, limit, ok, ok ? 0 : 1);
}
