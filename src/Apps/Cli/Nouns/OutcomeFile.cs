using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Cli.Frame;
using Cairn.DuckDb;

namespace Cairn.Cli.Nouns;

/// <summary>Reads a CSV or Parquet file of outcomes, row by row, as the data plane takes them.</summary>
/// <param name="columns">Names of the columns for <c>prediction_id</c>, <c>key</c>, <c>value</c> and <c>at</c>; null for the field's own name.</param>
/// <param name="name">Of the file: a row of the same name, place and content has the same id.</param>
internal sealed class OutcomeFile(FileInfo file, IReadOnlyDictionary<string, string?> columns, string name)
{
    private static readonly string[] Fields = ["prediction_id", "key", "value", "at"];

    public IEnumerable<JsonObject> Read()
    {
        using var database = new DuckDatabase();
        using var duck = database.Connect();
        var table = Table();
        var places = Places(duck, table);
        using var rows = duck.Stream($"select {string.Join(", ", Fields.Select(f => places[f] is { } column ? Cell(f, column) : "null"))} from {table}");
        long row = 0;
        foreach (var cells in rows.Rows())
        {
            yield return Outcome(cells, row++);
        }
    }

    private string Table()
    {
        var path = DuckSql.Literal(file.FullName);
        return file.Extension.Equals(".parquet", StringComparison.OrdinalIgnoreCase) ? $"read_parquet({path})" : $"read_csv({path}, header = true, all_varchar = true)";
    }

    private Dictionary<string, string?> Places(DuckConnection duck, string table)
    {
        HashSet<string> there;
        try
        {
            using var described = duck.Query($"select column_name from (describe select * from {table})");
            there = described.Rows().Select(r => (string)r[0]!).ToHashSet(StringComparer.Ordinal);
        }
        catch (DuckException fault)
        {
            throw new UsageException($"{file} cannot be read: {fault.Message}", "give a CSV file with a header, or a Parquet file");
        }
        var places = Fields.ToDictionary(f => f, f => Place(f, there), StringComparer.Ordinal);
        if (places["value"] is null)
        {
            throw new UsageException($"{file} has no column 'value'", "name the column with --value");
        }
        return (places["prediction_id"] ?? places["key"]) is null
            ? throw new UsageException($"{file} has neither a column 'prediction_id' nor 'key'", "name one with --prediction-id or --key")
            : places;
    }

    private string? Place(string field, HashSet<string> there)
    {
        if (columns[field] is not { } asked)
        {
            return there.Contains(field) ? field : null;
        }
        return there.Contains(asked) ? asked : throw new UsageException($"{file} has no column '{asked}'", $"it has {string.Join(", ", there.Take(20))}");
    }

    private static string Cell(string field, string column) => field is "value" or "at" ? DuckSql.Identifier(column) : $"{DuckSql.Identifier(column)}::VARCHAR";

    private JsonObject Outcome(object?[] cells, long row)
    {
        var outcome = new JsonObject();
        for (var i = 0; i < Fields.Length; i++)
        {
            if (cells[i] is not (null or ""))
            {
                outcome[Fields[i]] = Fields[i] == "value" ? Value(cells[i]!) : Text(cells[i]!);
            }
        }
        var said = string.Create(CultureInfo.InvariantCulture, $"{name}\n{row}\n{outcome.ToJsonString()}");
        outcome["id"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said)).AsSpan(0, 16));
        return outcome;
    }

    private static string Text(object cell) => cell switch
    {
        DateTime time => time.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture)!,
    };

    // All digits go over: the data plane refuses what it cannot hold.
    private static JsonNode Value(object cell) => cell switch
    {
        bool truth => truth,
        string text when bool.TryParse(text, out var truth) => truth,
        string text when BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) => JsonNode.Parse(whole.ToString(CultureInfo.InvariantCulture))!,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
        long or ulong or BigInteger or decimal => JsonNode.Parse(Text(cell))!,
        double number when double.IsFinite(number) => number,
        _ => Text(cell),
    };
}
