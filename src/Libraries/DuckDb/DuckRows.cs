using System.Text;
using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>
/// Bulk load in vectors: a row is filled column by column in any order, what is left out is null. Values must be of the very type of their column.
/// <see cref="Complete"/> writes what is left; without it, the last rows are dropped.
/// </summary>
public sealed unsafe class DuckRows : IDisposable
{
    /// <summary>Bytes of lists after which a vector is handed over before it is full of rows.</summary>
    private const long MostListBytes = 16 << 20;

    private readonly DuckAppender _appender;
    private readonly ChunkHandle _chunk;
    private readonly Place[] _places;
    private readonly int _capacity = (int)duckdb_vector_size();
    private long _listBytes;
    private int _row;

    internal DuckRows(DuckAppender appender)
    {
        _appender = appender;
        _places = new Place[(int)duckdb_appender_column_count(appender.Handle)];
        var types = new nint[_places.Length];
        try
        {
            for (int c = 0; c < types.Length; c++)
            {
                types[c] = duckdb_appender_column_type(appender.Handle, (ulong)c);
                _places[c].Type = duckdb_get_type_id(types[c]);
                if (_places[c].Type == DuckType.List) _places[c].Item = ItemOf(types[c]);
            }

            fixed (nint* first = types)
                _chunk = new ChunkHandle(duckdb_create_data_chunk(first, (ulong)types.Length));
        }
        finally
        {
            foreach (nint type in types)
            {
                nint t = type;
                duckdb_destroy_logical_type(&t);
            }
        }

        Locate();
    }

    public void Set(int column, long value) => *(long*)At(column, DuckType.BigInt, sizeof(long)) = value;

    public void Set(int column, ulong value) => *(ulong*)At(column, DuckType.UBigInt, sizeof(ulong)) = value;

    public void Set(int column, double value) => *(double*)At(column, DuckType.Double, sizeof(double)) = value;

    public void Set(int column, bool value) => *(bool*)At(column, DuckType.Boolean, sizeof(bool)) = value;

    public void Set(int column, DateTime value) => *(long*)At(column, DuckType.Timestamp, sizeof(long)) = DuckTime.Micros(value);

    /// <summary>Null stays null.</summary>
    public void Set(int column, string? value)
    {
        if (value is null) return;
        _ = At(column, DuckType.Varchar, sizeof(RawText));
        Assign(_places[column].Vector, (ulong)_row, value);
    }

    /// <summary>A list of fixed-size elements as they lie in memory.</summary>
    public void SetList(int column, ReadOnlySpan<byte> elements)
    {
        int size = SizeOf(_places[column].Item);
        if (size == 0 || elements.Length % size != 0) throw new DuckException($"Column {column} holds a list of {_places[column].Item}, which these bytes are not.", DuckFault.Mismatch);
        int count = elements.Length / size;
        ulong first = BeginList(column, count);
        nint child = duckdb_list_vector_get_child(_places[column].Vector);
        elements.CopyTo(new Span<byte>((byte*)duckdb_vector_get_data(child) + ((long)first * size), elements.Length));
        _listBytes += elements.Length;
    }

    /// <summary>A list of texts.</summary>
    public void SetList(int column, IReadOnlyList<string> texts)
    {
        if (_places[column].Item != DuckType.Varchar) throw new DuckException($"Column {column} holds a list of {_places[column].Item}, not of texts.", DuckFault.Mismatch);
        ulong first = BeginList(column, texts.Count);
        nint child = duckdb_list_vector_get_child(_places[column].Vector);
        for (int i = 0; i < texts.Count; i++)
        {
            Assign(child, first + (ulong)i, texts[i]);
            _listBytes += sizeof(RawText) + texts[i].Length;
        }
    }

    public void EndRow()
    {
        foreach (ref Place place in _places.AsSpan())
        {
            if (!place.Set) SetNull(place.Vector);
            place.Set = false;
        }

        if (++_row == _capacity || _listBytes > MostListBytes) HandOver();
    }

    /// <summary>Writes the rest and closes.</summary>
    public void Complete()
    {
        HandOver();
        _appender.Complete();
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _appender.Dispose();
    }

    private void HandOver()
    {
        if (_row == 0) return;
        duckdb_data_chunk_set_size(_chunk.DangerousGetHandle(), (ulong)_row);
        _appender.Checked(duckdb_append_data_chunk(_appender.Handle, _chunk));
        duckdb_data_chunk_reset(_chunk.DangerousGetHandle());
        (_row, _listBytes) = (0, 0);
        Locate();
    }

    private void Locate()
    {
        for (int c = 0; c < _places.Length; c++)
        {
            _places[c].Vector = duckdb_data_chunk_get_vector(_chunk.DangerousGetHandle(), (ulong)c);
            _places[c].Data = (byte*)duckdb_vector_get_data(_places[c].Vector);
        }
    }

    private byte* At(int column, DuckType type, int size)
    {
        ref Place place = ref _places[column];
        if (place.Type != type) throw new DuckException($"Column {column} is {place.Type}, not {type}.", DuckFault.Mismatch);
        place.Set = true;
        return place.Data + ((long)_row * size);
    }

    private ulong BeginList(int column, int count)
    {
        var entry = (RawList*)At(column, DuckType.List, sizeof(RawList));
        nint vector = _places[column].Vector;
        ulong first = duckdb_list_vector_get_size(vector);
        if (duckdb_list_vector_reserve(vector, first + (ulong)count) != 0 || duckdb_list_vector_set_size(vector, first + (ulong)count) != 0)
            throw new DuckException("A list could not be held in memory.", DuckFault.OutOfMemory);
        (entry->Offset, entry->Length) = (first, (ulong)count);
        return first;
    }

    private void SetNull(nint vector)
    {
        duckdb_vector_ensure_validity_writable(vector);
        duckdb_vector_get_validity(vector)[_row >> 6] &= ~(1UL << (_row & 63));
    }

    private static void Assign(nint vector, ulong row, string text)
    {
        byte none = 0;
        Span<byte> utf8 = text.Length <= 256 ? stackalloc byte[768] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        int size = Encoding.UTF8.GetBytes(text, utf8);
        fixed (byte* p = utf8) duckdb_vector_assign_string_element_len(vector, row, size == 0 ? &none : p, (ulong)size);
    }

    private static DuckType ItemOf(nint list)
    {
        nint item = duckdb_list_type_child_type(list);
        DuckType type = duckdb_get_type_id(item);
        duckdb_destroy_logical_type(&item);
        return type;
    }

    private static int SizeOf(DuckType type) => type switch
    {
        DuckType.Boolean or DuckType.TinyInt or DuckType.UTinyInt => 1,
        DuckType.SmallInt or DuckType.USmallInt => 2,
        DuckType.Integer or DuckType.UInteger or DuckType.Float => 4,
        DuckType.BigInt or DuckType.UBigInt or DuckType.Double => 8,
        _ => 0,
    };

    /// <summary>Where the values of one column lie in the present vector.</summary>
    private struct Place
    {
        public nint Vector;
        public byte* Data;
        public DuckType Type;
        public DuckType Item;
        public bool Set;
    }
}
