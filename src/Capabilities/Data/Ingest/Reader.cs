using Cairn.Contracts.Projects;
using Cairn.DuckDb;

namespace Cairn.Data.Ingest;

/// <summary>The table function that reads a source's files.</summary>
internal static class Reader
{
    /// <summary><c>parquet csv json jsonl</c>, by what is declared or by the ending.</summary>
    /// <exception cref="UnreadableException">The ending tells nothing.</exception>
    public static string TypeOf(SourceFormat? format, string file) => format?.Type ?? Path.GetExtension(Unpacked(file)).ToLowerInvariant() switch
    {
        ".parquet" => "parquet",
        ".csv" or ".tsv" => "csv",
        ".json" => "json",
        ".jsonl" or ".ndjson" => "jsonl",
        ".zip" or ".bz2" or ".xz" or ".7z" => throw new UnreadableException("Of packed files, those of gzip (.gz) and zstd (.zst) are read."),
        _ => throw new UnreadableException("The format is not known by the file's ending; say it by 'format' in the project file."),
    };

    /// <summary>The name without the ending of its packing.</summary>
    public static string Unpacked(string file) => Path.GetExtension(file).ToLowerInvariant() is ".gz" or ".zst" ? file[..^Path.GetExtension(file).Length] : file;

    /// <summary>What stands after FROM. Every name and value is quoted; how a file is packed is told by its ending.</summary>
    /// <param name="columns">Types that the source told; then nothing is guessed.</param>
    public static string Sql(string type, SourceFormat? format, IEnumerable<string> paths, IReadOnlyDictionary<string, string>? columns = null) => type switch
    {
        "csv" when columns is not null => $"read_csv({DuckSql.List(paths)}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, max_line_size = 16777216, columns = {Struct(columns)})",
        "parquet" => $"read_parquet({DuckSql.List(paths)})",
        "csv" => $"read_csv({DuckSql.List(paths)}, sample_size = -1, null_padding = false, max_line_size = 16777216{Csv(format)})",
        _ => $"read_json({DuckSql.List(paths)}, format = '{(type == "jsonl" ? "newline_delimited" : "auto")}', sample_size = -1, maximum_depth = 8, maximum_object_size = 67108864)",
    };

    /// <summary>What of it is taken. The condition is the project's own SQL; the engine it runs in sees no other file.</summary>
    public static string Part(string reader, IReadOnlyList<string>? columns, string? where) => columns is null && where is null ? reader
        : $"(SELECT {(columns is null ? "*" : string.Join(", ", columns.Select(DuckSql.Identifier)))} FROM {reader}{(where is null ? "" : $" WHERE ({where}\n)")})";

    private static string Struct(IReadOnlyDictionary<string, string> columns) => '{' + string.Join(", ", columns.Select(c => $"{DuckSql.Literal(c.Key)}: {DuckSql.Literal(c.Value)}")) + '}';

    private static string Csv(SourceFormat? format)
    {
        string sql = "";
        if (format?.Delimiter is { } delimiter) sql += $", delim = {DuckSql.Literal(delimiter)}";
        if (format?.Header is { } header) sql += $", header = {(header ? "true" : "false")}";
        if (format?.Missing is { } missing) sql += $", nullstr = ['', {DuckSql.Literal(missing)}]";
        return sql;
    }
}
