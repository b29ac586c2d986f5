using System.Text.Json;
using Cairn.Contracts.Features;
using Cairn.DuckDb;

namespace Cairn.Pipelines.Features;

/// <summary>The columns of a table of facts besides its two times. They travel within its Parquet file, so that who joins it need not be told.</summary>
internal sealed record FactColumns(IReadOnlyList<KeyedColumn> Keys, IReadOnlyList<KeyedColumn> Values)
{
    /// <summary>The time that a fact is about, and the one from which it was known.</summary>
    public const string Happened = "happened_at", Known = "known_at";

    private const string Entry = "cairn_facts";

    /// <summary>The key as a list of SQL.</summary>
    public string KeyList => string.Join(", ", Keys.Select(k => DuckSql.Identifier(k.Name)));

    public string ValueList => string.Concat(Values.Select(v => ", " + DuckSql.Identifier(v.Name)));

    /// <summary>
    /// The facts that anybody could ever have seen: at each moment only the newest of those known by then counts. So one that became known after a newer one is left out,
    /// and what remains may be found by the time it was known alone.
    /// </summary>
    public string Seen(string table) => $"""
        select * exclude (newest) from (select *, max({Happened}) over (partition by {KeyList} order by {Known}, {Happened}) as newest from {table})
        where {Happened} = newest qualify row_number() over (partition by {KeyList}, {Known} order by {Happened} desc) = 1
        """;

    public void Write(DuckConnection duck, string sql, string path)
        => duck.Execute($"copy ({sql}) to {DuckSql.Literal(path)} (format parquet, compression zstd, kv_metadata {{{Entry}: {DuckSql.Literal(JsonSerializer.Serialize(this))}}})");

    /// <returns>Null when the file is no table of facts.</returns>
    public static FactColumns? Read(DuckConnection duck, string path)
        => duck.Scalar($"select decode(value) from parquet_kv_metadata({DuckSql.Literal(path)}) where decode(key) = {DuckSql.Literal(Entry)}") is string text ? JsonSerializer.Deserialize<FactColumns>(text) : null;
}
