using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>Reads the cells of one vector: where its data and its validity mask lie, and how to make objects of them.</summary>
internal readonly unsafe struct CellReader
{
    private readonly DuckColumn _column;
    private readonly nint _vector;
    private readonly ulong* _valid;

    public CellReader(DuckColumn column, nint vector)
    {
        (_column, _vector) = (column, vector);
        Data = duckdb_vector_get_data(vector);
        _valid = duckdb_vector_get_validity(vector);
    }

    public void* Data { get; }

    public bool IsValid(int row) => _valid == null || (_valid[row >> 6] >> (row & 63) & 1) != 0;

    public ReadOnlySpan<byte> Bytes(int row)
    {
        RawText* text = (RawText*)Data + row;
        return new ReadOnlySpan<byte>(text->Length <= 12 ? &text->Inlined : text->Pointer, (int)text->Length);
    }

    public double Number(int row) => _column.Storage switch
    {
        DuckType.Boolean => ((bool*)Data)[row] ? 1 : 0,
        DuckType.Float => ((float*)Data)[row],
        DuckType.Double => ((double*)Data)[row],
        DuckType.UBigInt => ((ulong*)Data)[row],
        DuckType.HugeInt => (double)((Int128*)Data)[row] / Math.Pow(10, _column.Scale),
        _ => Whole(row) / Math.Pow(10, _column.Scale),
    };

    public object? Value(int row) => IsValid(row) ? Present(row) : null;

    private object Present(int row) => _column.Type switch
    {
        DuckType.Boolean => ((bool*)Data)[row],
        DuckType.UBigInt => ((ulong*)Data)[row],
        DuckType.HugeInt => (BigInteger)((Int128*)Data)[row],
        DuckType.UHugeInt => (BigInteger)((UInt128*)Data)[row],
        DuckType.Float => (double)((float*)Data)[row],
        DuckType.Double => ((double*)Data)[row],
        DuckType.Decimal => ReadDecimal(row),
        DuckType.Varchar => Encoding.UTF8.GetString(Bytes(row)),
        DuckType.Blob => Bytes(row).ToArray(),
        DuckType.Enum => _column.EnumValues[(int)Whole(row)],
        DuckType.List => ReadList(row),
        DuckType.Uuid => ReadGuid(row),
        DuckType.Date => DuckTime.FromDays(((int*)Data)[row]),
        DuckType.Time => new TimeSpan(((long*)Data)[row] * TimeSpan.TicksPerMicrosecond),
        DuckType.Timestamp or DuckType.TimestampTz => DuckTime.FromMicros(((long*)Data)[row]),
        DuckType.TimestampMs => DuckTime.FromMicros(((long*)Data)[row] * 1000),
        DuckType.TimestampS => DuckTime.FromMicros(((long*)Data)[row] * 1_000_000),
        DuckType.TimestampNs => DuckTime.FromMicros(((long*)Data)[row] / 1000),
        _ => Whole(row),
    };

    private long Whole(int row) => _column.Storage switch
    {
        DuckType.TinyInt => ((sbyte*)Data)[row],
        DuckType.SmallInt => ((short*)Data)[row],
        DuckType.Integer => ((int*)Data)[row],
        DuckType.BigInt => ((long*)Data)[row],
        DuckType.UTinyInt => ((byte*)Data)[row],
        DuckType.USmallInt => ((ushort*)Data)[row],
        DuckType.UInteger => ((uint*)Data)[row],
        _ => throw new DuckException($"Column {_column.Name} has type {_column.Type}; cast it in SQL.", DuckFault.UnknownType),
    };

    private decimal ReadDecimal(int row)
    {
        Int128 unscaled = _column.Storage == DuckType.HugeInt ? ((Int128*)Data)[row] : Whole(row);
        decimal power = 1;
        for (int i = 0; i < _column.Scale; i++)
            power *= 10;
        return (decimal)unscaled / power;
    }

    private object?[] ReadList(int row)
    {
        RawList entry = ((RawList*)Data)[row];
        var items = new CellReader(_column.Item!, duckdb_list_vector_get_child(_vector));
        var list = new object?[(int)entry.Length];
        for (int i = 0; i < list.Length; i++)
            list[i] = items.Value((int)entry.Offset + i);
        return list;
    }

    /// <summary>DuckDB flips the highest bit so that identifiers sort as signed numbers.</summary>
    private Guid ReadGuid(int row)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, ((UInt128*)Data)[row] ^ (UInt128.One << 127));
        return new Guid(bytes, bigEndian: true);
    }
}
