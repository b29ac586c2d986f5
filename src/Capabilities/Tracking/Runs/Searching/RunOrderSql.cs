using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>An order that looks up what each run has: missing values last, NaN before them; of equal runs the newest first.</summary>
/// <param name="By">Its terms.</param>
/// <param name="Later">The condition for what comes after a mark, with its <c>and</c>; nothing without a mark.</param>
internal sealed record RunOrderSql(string Joins, string By, string Later)
{
    /// <param name="first">A term before all, and what the mark has there.</param>
    public static RunOrderSql Of(SearchSql clauses, IEnumerable<SearchOrder> orders, RunMark? after, (string Column, bool Descending, object? Last)? first = null)
    {
        (string joins, bool timed, var terms) = ("", false, new List<(string Column, bool Descending, object? Last)>());
        if (first is { } walked) terms.Add(walked);
        foreach ((int i, SearchOrder order) in orders.Index())
        {
            (SearchKey key, string alias, RunPlace? last) = (order.Key, $"o{i}", after?.Places![i]);
            string? table = key.Entity switch { SearchEntity.Metric => "tracking_latest", SearchEntity.Param => "tracking_params", SearchEntity.Tag => "tracking_tags", _ => null };
            if (key.Entity == SearchEntity.Dataset) throw MlflowException.Invalid("Runs cannot be ordered by datasets.");
            if (table is null)
            {
                timed |= key.Name == "start_time";
                // Of the attributes only this may be missing.
                if (key.Name == "end_time") terms.Add(("case when r.end_time is null then 2 else 0 end", false, last?.Part));
                terms.Add(($"r.{key.Name}", order.Descending, last?.Value));
                continue;
            }
            joins += $" left join {table} {alias} on {alias}.run = r.num and {alias}.key = {clauses.Add(key.Name)}";
            string nan = key.Entity == SearchEntity.Metric ? $" when {alias}.is_nan then 1" : "";
            terms.Add(($"case when {alias}.run is null then 2{nan} else 0 end", false, last?.Part));
            terms.Add(($"{alias}.value", order.Descending, last?.Value));
        }
        if (!timed) terms.Add(("r.start_time", true, after?.Start));
        terms.Add(("r.id", false, after?.Id));
        return new RunOrderSql(joins, string.Join(", ", terms.Select(t => $"{t.Column} {(t.Descending ? "desc" : "asc")}")), after is null ? "" : " and " + Beyond(clauses, terms));
    }

    // An index can begin at the first condition. Where the mark has no value nobody else in its part has one.
    private static string Beyond(SearchSql clauses, IEnumerable<(string Column, bool Descending, object? Last)> terms)
    {
        string later = "";
        foreach ((string column, bool descending, object? last) in terms.Where(t => t.Last is not null).Reverse())
        {
            (string sign, string value) = (descending ? "<" : ">", clauses.Add(last));
            later = later.Length == 0 ? $"{column} {sign} {value}" : $"{column} {sign}= {value} and ({column} {sign} {value} or ({later}))";
        }
        return later;
    }
}
