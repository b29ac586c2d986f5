using Cairn.Tracking.Search;

namespace Cairn.Tracking.Runs.Searching;

/// <summary>Order terms that look up what each run has: missing values last, NaN before them; of equal runs the newest first.</summary>
internal static class RunOrderSql
{
    public static (string Joins, string Order) Of(SearchSql clauses, IEnumerable<SearchOrder> orders)
    {
        (string joins, var terms, bool timed) = ("", new List<string>(), false);
        foreach ((int i, SearchOrder order) in orders.Index())
        {
            SearchKey key = order.Key;
            string direction = SearchSql.Direction(order), alias = $"o{i}";
            string? table = key.Entity switch { SearchEntity.Metric => "tracking_latest", SearchEntity.Param => "tracking_params", SearchEntity.Tag => "tracking_tags", _ => null };
            if (key.Entity == SearchEntity.Dataset) throw MlflowException.Invalid("Runs cannot be ordered by datasets.");
            if (table is null)
            {
                timed |= key.Name == "start_time";
                // Of the attributes only this may be missing.
                if (key.Name == "end_time") terms.Add("case when r.end_time is null then 1 else 0 end");
                terms.Add($"r.{key.Name} {direction}");
                continue;
            }
            joins += $" left join {table} {alias} on {alias}.run = r.num and {alias}.key = {clauses.Add(key.Name)}";
            string nan = key.Entity == SearchEntity.Metric ? $" when {alias}.is_nan then 1" : "";
            terms.Add($"case when {alias}.run is null then 2{nan} else 0 end");
            terms.Add($"{alias}.value {direction}");
        }
        if (!timed) terms.Add("r.start_time desc");
        return (joins, string.Join(", ", terms.Append("r.id")));
    }
}
