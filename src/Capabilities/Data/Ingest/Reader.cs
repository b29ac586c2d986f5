using Cairn.Contracts.Projects;
using Cairn.DuckDb;

namespace Cairn.Data.Ingest;

/// <summary>The table function that reads a source's files.</summary>
internal static class Reader
{
    /// <summary><c>parquet csv json jsonl</c>, by what is declared or by the ending.</summary>
    /// <exception cref="UnreadableException">The ending tells nothing.</exception>
    public static string TypeOf(SourceFormat? format, string file) => format?.Type ?? Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".parquet" => "parquet",
        ".csv" or ".tsv" => "csv",
        ".json" => "json",
        ".jsonl" or ".ndjson" => "jsonl",
        ".gz" or ".zst" or ".zip" => throw new UnreadableException("Compressed text is not read; deliver it unpacked, or as Parquet."),
        _ => throw new UnreadableException("The format is not known by the file's ending; say it by 'format' in the project file."),
    };

    /// <summary>What stands after FROM. Every name and value is quoted.</summary>
    public static string Sql(string type, SourceFormat? format, IEnumerable<string> paths) => type switch
    {
        "parquet" => $"read_parquet({DuckSql.List(paths)})",
        "csv" => $"read_csv({DuckSql.List(paths)}, sample_size = -1, null_padding = false, max_line_size = 16777216{Csv(format)})",
        _ => $"read_json({DuckSql.List(paths)}, format = '{(type == "jsonl" ? "newline_delimited" : "auto")}', sample_size = -1, maximum_depth = 8, maximum_object_size = 67108864)",
    };

    private static string Csv(SourceFormat? format)
    {
        string sql = "";
        if (format?.Delimiter is { } delimiter) sql += $", delim = {DuckSql.Literal(delimiter)}";
        if (format?.Header is { } header) sql += $", header = {(header ? "true" : "false")}";
        if (format?.Missing is { } missing) sql += $", nullstr = ['', {DuckSql.Literal(missing)}]";
        return sql;
    }
}
