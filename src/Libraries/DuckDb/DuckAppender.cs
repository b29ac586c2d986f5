using System.Text;
using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>
/// Bulk load, row by row. <see cref="Complete"/> writes what is left and says whether it went well; without it, rows not yet
/// flushed are dropped when the appender is disposed.
/// </summary>
public sealed unsafe class DuckAppender : IDisposable
{
    private readonly AppenderHandle _appender;
    private readonly string _table;

    internal DuckAppender(ConnectionHandle connection, string? schema, string table)
    {
        nint appender;
        _table = table;
        int state = duckdb_appender_create(connection, schema, table, &appender);
        _appender = new AppenderHandle(appender);
        if (state == 0)
            return;
        DuckException fault = Fault();
        _appender.Dispose();
        throw fault;
    }

    internal AppenderHandle Handle => _appender;

    public DuckAppender Add(long value) => Checked(duckdb_append_int64(_appender, value));

    public DuckAppender Add(double value) => Checked(duckdb_append_double(_appender, value));

    public DuckAppender Add(bool value) => Checked(duckdb_append_bool(_appender, value));

    public DuckAppender Add(DateTime value) => Checked(duckdb_append_timestamp(_appender, DuckTime.Micros(value)));

    public DuckAppender Add(DateOnly value) => Checked(duckdb_append_date(_appender, DuckTime.Days(value)));

    public DuckAppender AddNull() => Checked(duckdb_append_null(_appender));

    public DuckAppender Add(string? value)
    {
        if (value is null)
            return AddNull();
        Span<byte> utf8 = value.Length <= 256 ? stackalloc byte[768] : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        return AddUtf8(utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
    }

    public DuckAppender AddUtf8(ReadOnlySpan<byte> utf8)
    {
        byte none = 0;
        fixed (byte* p = utf8)
            return Checked(duckdb_append_varchar_length(_appender, utf8.IsEmpty ? &none : p, (ulong)utf8.Length));
    }

    public void EndRow() => Checked(duckdb_appender_end_row(_appender));

    /// <summary>Writes what has been given so far.</summary>
    public void Flush() => Checked(duckdb_appender_flush(_appender));

    /// <summary>Writes the rest and closes.</summary>
    /// <exception cref="DuckException">The rows break a constraint of the table.</exception>
    public void Complete()
    {
        Flush();
        _appender.Dispose();
    }

    public void Dispose() => _appender.Dispose();

    internal DuckAppender Checked(int state) => state == 0 ? this : throw Fault();

    private DuckException Fault() => new(Text(duckdb_appender_error(_appender.DangerousGetHandle()), $"Rows could not be appended to {_table}."));
}
