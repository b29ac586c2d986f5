using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>The rows of one query, read once, chunk by chunk (up to 2048 rows each).</summary>
public sealed unsafe class DuckResult : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly ResultHandle _result;

    internal DuckResult(DuckConnection connection, ResultHandle result)
    {
        (_connection, _result) = (connection, result);
        RowsChanged = (long)duckdb_rows_changed(result.Pointer);
        var columns = new DuckColumn[(int)duckdb_column_count(result.Pointer)];
        for (int c = 0; c < columns.Length; c++)
            columns[c] = DuckColumn.Of(result, (ulong)c);
        Columns = columns;
    }

    public IReadOnlyList<DuckColumn> Columns { get; }

    public long RowsChanged { get; }

    /// <summary>The next chunk, or null at the end. Dispose a chunk before the next; its spans end with it.</summary>
    /// <exception cref="DuckException">A streamed query failed on the way.</exception>
    public DuckChunk? NextChunk()
    {
        ObjectDisposedException.ThrowIf(_result.IsClosed, this);
        nint chunk = duckdb_fetch_chunk(*_result.Pointer);
        if (chunk == 0)
        {
            byte* error = duckdb_result_error(_result.Pointer);
            return error == null || *error == 0
                ? null
                : throw _connection.Fault(Text(error, ""), (DuckFault)duckdb_result_error_type(_result.Pointer));
        }

        var handle = new ChunkHandle(chunk);
        int rows = (int)duckdb_data_chunk_get_size(chunk);
        if (rows > 0)
            return new DuckChunk(Columns, handle, rows);
        handle.Dispose();
        return null;
    }

    public IEnumerable<DuckChunk> Chunks()
    {
        while (NextChunk() is { } chunk)
        {
            using (chunk)
                yield return chunk;
        }
    }

    /// <summary>
    /// Every row as objects: bool, long, ulong, double, decimal, BigInteger, DateOnly, DateTime (UTC), TimeSpan, Guid, byte[], string,
    /// object?[] for a list, or null.
    /// </summary>
    public IEnumerable<object?[]> Rows()
    {
        foreach (DuckChunk chunk in Chunks())
        {
            for (int r = 0; r < chunk.Rows; r++)
            {
                var row = new object?[Columns.Count];
                for (int c = 0; c < row.Length; c++)
                    row[c] = chunk.Value(c, r);
                yield return row;
            }
        }
    }

    /// <summary>All rows as one row-major matrix; every column must be a number or boolean, null becomes NaN.</summary>
    public float[] ToMatrix() => DuckMatrix.Read(this);

    public void Dispose() => _result.Dispose();
}
