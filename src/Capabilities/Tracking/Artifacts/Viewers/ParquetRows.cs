using Cairn.DuckDb;
using Cairn.Platform;

namespace Cairn.Tracking.Artifacts.Viewers;

/// <summary>The first rows of a Parquet file as text, in little memory, one file at a time; the engine reaches no other file than this one and those beside it.</summary>
internal sealed class ParquetRows(PlatformOptions options)
{
    private const int MostText = 200;
    private readonly SemaphoreSlim _one = new(1);

    /// <returns>Null when the file cannot be read.</returns>
    public async Task<ArtifactView.Table?> ReadAsync(string path, int rows, int columns, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => Read(path, rows, columns, cancellation), cancellation);
        }
        catch (DuckException)
        {
            return null;
        }
        finally
        {
            _one.Release();
        }
    }

    private ArtifactView.Table Read(string path, int rows, int columns, CancellationToken cancellation)
    {
        string scratch = options.Folder("scratch"), table = $"read_parquet({DuckSql.Literal(path)})";
        using var engine = new DuckDatabase(null, ("memory_limit", "256MB"), ("threads", "1"), ("temp_directory", scratch));
        using DuckConnection connection = engine.Connect();
        connection.Confine(Path.GetDirectoryName(path)!, scratch);
        using IDisposable stop = connection.CancelOn(cancellation);
        string[] names = Names(connection, table);
        string list = string.Join(", ", names.Take(columns).Select(name => $"left(CAST({DuckSql.Identifier(name)} AS VARCHAR), {MostText})"));
        using DuckResult found = connection.Query($"SELECT {list} FROM {table} LIMIT {rows + 1}");
        List<IReadOnlyList<string>> read = [.. found.Rows().Select(r => (IReadOnlyList<string>)[.. r.Select(v => (string?)v ?? "")])];
        return new ArtifactView.Table([.. names.Take(columns)], [.. read.Take(rows)], read.Count > rows || names.Length > columns);
    }

    private static string[] Names(DuckConnection connection, string table)
    {
        using DuckResult described = connection.Query($"DESCRIBE SELECT * FROM {table}");
        return [.. described.Rows().Select(r => (string)r[0]!)];
    }
}
