using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.DuckDb;

namespace Cairn.Pipelines.Steps;

/// <summary>DuckDB as the built-in steps use it: one thread, so that the same input gives the same bytes; nothing fetched, nothing installed.</summary>
internal static class StepTables
{
    private const long DefaultMemory = 2L << 30;
    private const int Buckets = 1_000_000;

    public static DuckDatabase Open(StepContext context) => new(null, ("threads", "1"), ("memory_limit", $"{(context.Memory ?? DefaultMemory) / 1_000_000}MB"),
        ("autoinstall_known_extensions", "false"), ("autoload_known_extensions", "false"), ("preserve_insertion_order", "true"));

    /// <summary>A table expression over an input: a file, or every Parquet file of a folder in the order of names.</summary>
    /// <exception cref="StepException">The folder is empty.</exception>
    public static string From(string path)
    {
        if (!Directory.Exists(path)) return $"read_parquet({DuckSql.Literal(path)})";
        string[] files = [.. Directory.EnumerateFiles(path, "*.parquet").Order(StringComparer.Ordinal)];
        if (files.Length == 0) throw new StepException($"The input '{Path.GetFileName(path)}' holds no data: gather it (cairn data ingest), or see what its contract holds back (cairn data quarantine).");
        return $"read_parquet({DuckSql.List(files)}, union_by_name = true)";
    }

    /// <summary>The table of an input; on a share of the data, where data enter by this port, the share of its rows whose key falls into it.</summary>
    public static string From(StepContext context, string port)
    {
        string table = From(context.Input(port));
        return context.Parameters["sampled"]?[port] is not JsonArray keys ? table : $"(select * from {table} t where {Within(context, keys.Count == 0 ? "t" : string.Join(", ", keys.Select(k => DuckSql.Identifier((string)k!))))})";
    }

    /// <summary>The condition that a row is of the share that was asked for.</summary>
    public static string Within(StepContext context, string what)
        => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"hash({what}) % {Buckets} < {(long)((double)context.Parameters["sample"]! * Buckets)}");

    /// <summary>The SQL that a step was given: <c>sql</c>, or a <c>file</c> of the repository.</summary>
    /// <exception cref="StepException">There is none.</exception>
    public static string Sql(JsonObject with, string who)
    {
        if ((string?)with["sql"] is { } text) return text.Trim().TrimEnd(';');
        string file = (string?)with["file"] ?? throw new StepException($"{who} needs 'sql' or 'file'.");
        string root = Environment.CurrentDirectory, path = Path.GetFullPath(Path.Combine(root, file));
        if (!path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !File.Exists(path))
            throw new StepException($"The SQL file '{file}' is not in the repository.");
        return File.ReadAllText(path).Trim().TrimEnd(';');
    }

    /// <summary>Writes the rows of a query as Parquet.</summary>
    public static long Write(DuckConnection duck, string sql, string path)
        => duck.Execute($"copy ({sql}) to {DuckSql.Literal(path)} (format parquet, compression zstd)");

    /// <summary>DuckDB's own first line, as the reason of the step.</summary>
    public static StepException Refused(string what, DuckException e) => new($"{what}: {e.Message.Split('\n')[0]}", e);
}
