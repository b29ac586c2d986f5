using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>Up to 2048 rows in DuckDB's own memory, column by column. Its spans end when it is disposed.</summary>
public sealed unsafe class DuckChunk : IDisposable
{
    private readonly IReadOnlyList<DuckColumn> _columns;
    private readonly ChunkHandle _chunk;
    private readonly CellReader[] _cells;

    internal DuckChunk(IReadOnlyList<DuckColumn> columns, ChunkHandle chunk, int rows)
    {
        (_columns, _chunk, Rows) = (columns, chunk, rows);
        _cells = new CellReader[columns.Count];
        for (int c = 0; c < _cells.Length; c++)
            _cells[c] = new CellReader(columns[c], duckdb_data_chunk_get_vector(chunk.DangerousGetHandle(), (ulong)c));
    }

    public int Rows { get; }

    /// <summary>The values of a FLOAT column; what stands under a null is undefined.</summary>
    public ReadOnlySpan<float> Floats(int column) => Values<float>(column, DuckType.Float);

    public ReadOnlySpan<double> Doubles(int column) => Values<double>(column, DuckType.Double);

    public ReadOnlySpan<long> Longs(int column) => Values<long>(column, DuckType.BigInt);

    public ReadOnlySpan<int> Integers(int column) => Values<int>(column, DuckType.Integer);

    public ReadOnlySpan<bool> Booleans(int column) => Values<bool>(column, DuckType.Boolean);

    /// <summary>A TIMESTAMP column as microseconds since 1970.</summary>
    public ReadOnlySpan<long> Micros(int column) =>
        Values<long>(column, _columns[column].Type == DuckType.TimestampTz ? DuckType.TimestampTz : DuckType.Timestamp);

    public bool IsNull(int column, int row) => !Cells(column).IsValid(InRange(row));

    /// <summary>One cell of a VARCHAR or BLOB column in place; empty when null.</summary>
    public ReadOnlySpan<byte> Utf8(int column, int row)
    {
        CellReader cells = Cells(column);
        if (_columns[column].Type is not (DuckType.Varchar or DuckType.Blob))
            throw Mismatch(column, DuckType.Varchar);
        return cells.IsValid(InRange(row)) ? cells.Bytes(row) : default;
    }

    /// <summary>One cell as an object (see <see cref="DuckResult.Rows"/>).</summary>
    public object? Value(int column, int row) => Cells(column).Value(InRange(row));

    /// <summary>Copies a numeric column to every <paramref name="stride"/>-th place from <paramref name="offset"/> on; null becomes NaN.</summary>
    public void CopyTo(int column, Span<float> target, int stride, int offset)
    {
        CellReader cells = Cells(column);
        if (_columns[column].Type == DuckType.Float)
        {
            ReadOnlySpan<float> values = Floats(column);
            for (int r = 0; r < values.Length; r++)
                target[r * stride + offset] = cells.IsValid(r) ? values[r] : float.NaN;
            return;
        }

        for (int r = 0; r < Rows; r++)
            target[r * stride + offset] = cells.IsValid(r) ? (float)cells.Number(r) : float.NaN;
    }

    public void Dispose() => _chunk.Dispose();

    internal static bool IsNumber(DuckColumn column) =>
        column.Type is >= DuckType.Boolean and <= DuckType.Double or DuckType.HugeInt or DuckType.Decimal;

    private ReadOnlySpan<T> Values<T>(int column, DuckType wanted) where T : unmanaged =>
        _columns[column].Type == wanted ? new ReadOnlySpan<T>(Cells(column).Data, Rows) : throw Mismatch(column, wanted);

    private CellReader Cells(int column)
    {
        ObjectDisposedException.ThrowIf(_chunk.IsClosed, this);
        return _cells[column];
    }

    private int InRange(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
        return row;
    }

    private DuckException Mismatch(int column, DuckType wanted) =>
        new($"Column {_columns[column].Name} is {_columns[column].Type}, not {wanted}.", DuckFault.Mismatch);
}
