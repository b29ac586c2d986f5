using Cairn.DuckDb;

namespace Cairn.Data.Diffs;

/// <summary>Compares the rows of two of our own tables by their key, within bounded memory and on one thread.</summary>
internal static class RowDiff
{
    private const string Memory = "256MB";

    /// <param name="columns">The columns that both have, without those of the key.</param>
    public static RowChanges Compare(string before, string after, IReadOnlyList<string> key, IReadOnlyList<string> columns, string scratch, CancellationToken cancellation)
    {
        using var database = new DuckDatabase(null, ("memory_limit", Memory), ("threads", "1"), ("temp_directory", scratch));
        using DuckConnection connection = database.Connect();
        connection.Confine(Path.GetDirectoryName(before)!, Path.GetDirectoryName(after)!, scratch);
        using IDisposable stop = connection.CancelOn(cancellation);
        string keys = string.Join(", ", key.Select(DuckSql.Identifier)), rest = columns.Count == 0 ? "0" : $"hash({string.Join(", ", columns.Select(DuckSql.Identifier))})";
        using DuckResult result = connection.Query($"""
            SELECT count(*) FILTER (WHERE b.content IS NULL), count(*) FILTER (WHERE a.content IS NULL), count(*) FILTER (WHERE a.content <> b.content), count(*) FILTER (WHERE a.content = b.content)
            FROM (SELECT {keys}, {rest} AS content FROM read_parquet({DuckSql.Literal(before)})) b
            FULL JOIN (SELECT {keys}, {rest} AS content FROM read_parquet({DuckSql.Literal(after)})) a USING ({keys})
            """);
        object?[] row = result.Rows().Single();
        return new RowChanges(key, (long)row[0]!, (long)row[1]!, (long)row[2]!, (long)row[3]!);
    }
}
