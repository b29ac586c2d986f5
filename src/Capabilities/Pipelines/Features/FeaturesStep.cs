using Cairn.Compute;
using Cairn.Contracts.Features;
using Cairn.DuckDb;
using Cairn.Pipelines.Steps;

namespace Cairn.Pipelines.Features;

/// <summary>
/// <c>use: features</c>: joins to each row the newest fact of its key among those that were known by the row's time. A row without one, or without a time, gets nulls.
/// Rows keep their order.
/// </summary>
public sealed class FeaturesStep : IBuiltInStep
{
    private const string Rows = "table";

    public string Kind => "features";

    public int Run(StepContext context)
    {
        using DuckDatabase database = StepTables.Open(context);
        using DuckConnection duck = database.Connect();
        try
        {
            duck.Execute($"create table rows as select row_number() over () as cairn_row, * from {StepTables.From(context, Rows)}");
            string[] columns = [.. ColumnsOf(duck).Skip(1)];
            string time = (string?)context.Parameters["time"] ?? throw new StepException("'features' needs 'time'.");
            if (!columns.Contains(time)) throw new StepException($"The time '{time}' is no column of the table; it has {string.Join(", ", columns)}.");
            string select = "r.* exclude (cairn_row)", joins = "";
            var taken = new HashSet<string>(columns, StringComparer.OrdinalIgnoreCase);
            int n = 0;
            foreach ((string port, string path) in context.Inputs.Where(i => i.Key != Rows).OrderBy(i => i.Key, StringComparer.Ordinal))
            {
                FactColumns facts = FactColumns.Read(duck, path) ?? throw new StepException($"The input '{port}' is no feature.");
                Check(port, facts, columns, taken);
                string fact = $"f{n++}";
                duck.Execute($"create table {fact} as {facts.Seen(StepTables.From(path))}");
                select += string.Concat(facts.Values.Select(v => $", {fact}.{DuckSql.Identifier(v.Name)}"));
                joins += $" asof left join {fact} on {string.Join(" and ", facts.Keys.Select(k => On(fact, k)))} and r.{DuckSql.Identifier(time)}::timestamp >= {fact}.{FactColumns.Known}";
            }
            long written = StepTables.Write(duck, $"select {select} from rows r{joins} order by r.cairn_row", context.Outputs.Values.Single());
            context.Log.WriteLine($"{written} rows, {n} features");
            return 0;
        }
        catch (DuckException e)
        {
            throw StepTables.Refused("The features cannot be joined", e);
        }
    }

    private static string On(string fact, KeyedColumn key)
        => key.IsText ? $"r.{DuckSql.Identifier(key.Name)}::varchar = {fact}.{DuckSql.Identifier(key.Name)}" : $"try_cast(r.{DuckSql.Identifier(key.Name)} as bigint) = {fact}.{DuckSql.Identifier(key.Name)}";

    private static void Check(string port, FactColumns facts, string[] columns, HashSet<string> taken)
    {
        if (facts.Keys.FirstOrDefault(k => !columns.Contains(k.Name)) is { } key) throw new StepException($"The feature '{port}' is joined by '{key.Name}', which is no column of the table; it has {string.Join(", ", columns)}.");
        if (facts.Values.FirstOrDefault(v => !taken.Add(v.Name)) is { } twice) throw new StepException($"The feature '{port}' has a value '{twice.Name}', which is a column already; give it another name.");
    }

    private static List<string> ColumnsOf(DuckConnection duck)
    {
        using DuckResult described = duck.Query("select column_name from (describe rows)");
        return [.. described.Rows().Select(r => (string)r[0]!)];
    }
}
