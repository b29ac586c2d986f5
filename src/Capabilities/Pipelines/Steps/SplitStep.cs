using System.Globalization;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.DuckDb;

namespace Cairn.Pipelines.Steps;

/// <summary>
/// <c>use: split</c>: parts a table into train, valid and test. By time the parts are counted back from the end of the newest day, the test
/// part last, with an embargo before it; by group or at random by a seeded hash, so that a row stays on its side.
/// </summary>
public sealed class SplitStep : IBuiltInStep
{
    private const int Buckets = 1_000_000;

    public string Kind => "split";

    public int Run(StepContext context)
    {
        using DuckDatabase database = StepTables.Open(context);
        using DuckConnection duck = database.Connect();
        string table = StepTables.From(context, context.Inputs.Keys.Single());
        JsonObject with = context.Parameters;
        try
        {
            IReadOnlyDictionary<string, string> parts = (string?)with["how"] is "random" or "group" || with["by"] is null ? ByHash(with, context.Seed ?? 0) : ByTime(duck, table, with);
            foreach ((string port, string path) in context.Outputs)
            {
                string where = parts.GetValueOrDefault(port) ?? throw new StepException($"'split' makes train, valid and test, not '{port}'.");
                long rows = StepTables.Write(duck, $"select t.* from {table} t where {where}", path);
                context.Log.WriteLine($"{port}: {rows} rows where {where}");
                if (rows == 0 && port != "valid") throw new StepException($"The part '{port}' has no rows: the data does not reach back far enough.");
            }
            return 0;
        }
        catch (DuckException e)
        {
            throw StepTables.Refused("The table cannot be parted", e);
        }
    }

    private static Dictionary<string, string> ByTime(DuckConnection duck, string table, JsonObject with)
    {
        string column = DuckSql.Identifier((string)with["by"]!);
        DateTime newest = duck.Scalar($"select max({column})::timestamp from {table}") is DateTime t ? t : throw new StepException("The table is empty.");
        DateTime end = newest.Date.AddDays(1), test = end - Span(with, "test", "7d"), learnt = test - Span(with, "embargo", null);
        DateTime valid = learnt - Span(with, "valid", null), train = with["train"] is null ? DateTime.MinValue : valid - Span(with, "train", null);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["train"] = Between(column, train, valid),
            ["valid"] = Between(column, valid, learnt),
            ["test"] = Between(column, test, end),
        };
    }

    private static Dictionary<string, string> ByHash(JsonObject with, long seed)
    {
        string what = (string?)with["group"] is { } group ? DuckSql.Identifier(group) : "t";
        long test = Part(with, "test", 0.2), valid = Part(with, "valid", 0);
        string bucket = string.Create(CultureInfo.InvariantCulture, $"hash({what}, {seed}) % {Buckets}");
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["test"] = $"{bucket} < {test}",
            ["valid"] = $"{bucket} >= {test} and {bucket} < {test + valid}",
            ["train"] = $"{bucket} >= {test + valid}",
        };
    }

    private static string Between(string column, DateTime from, DateTime to)
        => (from == DateTime.MinValue ? "" : $"{column} >= {DuckSql.Literal((object)from)} and ") + $"{column} < {DuckSql.Literal((object)to)}";

    private static TimeSpan Span(JsonObject with, string name, string? otherwise)
    {
        if (((string?)with[name] ?? otherwise) is not { } text) return TimeSpan.Zero;
        return text is "0" or "0d" ? TimeSpan.Zero : Durations.TryParse(text, out TimeSpan span) ? span : throw new StepException($"'{name}' must be a duration such as 7d.");
    }

    private static long Part(JsonObject with, string name, double otherwise)
    {
        if ((string?)with[name] is not { } text) return (long)(otherwise * Buckets);
        return Share.Parse(text) is { Ok: true } share ? (long)(share.Value.Fraction * Buckets) : throw new StepException($"'{name}' must be a share such as 20%.");
    }
}
