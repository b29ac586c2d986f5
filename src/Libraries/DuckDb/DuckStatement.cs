using System.Text;
using Cairn.DuckDb.Native;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb;

/// <summary>A prepared statement; bind and run it as often as wanted.</summary>
public sealed unsafe class DuckStatement : IDisposable
{
    private readonly DuckConnection _connection;
    private readonly StatementHandle _statement;

    internal DuckStatement(DuckConnection connection, StatementHandle statement) => (_connection, _statement) = (connection, statement);

    /// <summary>The number of parameters the statement asks for.</summary>
    public int Parameters => (int)duckdb_nparams(_statement);

    /// <summary>Binds $1, $2, ...: null, bool, numbers, DateOnly, DateTime (UTC), DateTimeOffset, byte[], Guid or text.</summary>
    public DuckStatement Bind(params ReadOnlySpan<object?> parameters)
    {
        if (parameters.Length != Parameters)
            throw new DuckException($"The statement takes {Parameters} parameters, {parameters.Length} were given.");
        duckdb_clear_bindings(_statement);
        for (int i = 0; i < parameters.Length; i++)
        {
            if (BindOne((ulong)i + 1, parameters[i]) != 0)
                throw new DuckException($"Parameter {i + 1} does not fit.");
        }

        return this;
    }

    public DuckResult Query() => Run(streaming: false);

    public DuckResult Stream() => Run(streaming: true);

    public long Execute()
    {
        using DuckResult result = Query();
        return result.RowsChanged;
    }

    public void Dispose() => _statement.Dispose();

    private DuckResult Run(bool streaming)
    {
        var result = new ResultHandle();
        int state = streaming ? duckdb_execute_prepared_streaming(_statement, result.Pointer) : duckdb_execute_prepared(_statement, result.Pointer);
        if (state == 0)
            return new DuckResult(_connection, result);
        using (result)
            throw _connection.Fault(Text(duckdb_result_error(result.Pointer), "The query failed."), (DuckFault)duckdb_result_error_type(result.Pointer));
    }

    private int BindOne(ulong index, object? value) => value switch
    {
        null => duckdb_bind_null(_statement, index),
        bool b => duckdb_bind_boolean(_statement, index, b),
        sbyte or byte or short or ushort or int or uint or long =>
            duckdb_bind_int64(_statement, index, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)),
        ulong u => duckdb_bind_uint64(_statement, index, u),
        float f => duckdb_bind_double(_statement, index, f),
        double d => duckdb_bind_double(_statement, index, d),
        DateOnly d => duckdb_bind_date(_statement, index, DuckTime.Days(d)),
        DateTime t => duckdb_bind_timestamp(_statement, index, DuckTime.Micros(t)),
        DateTimeOffset t => duckdb_bind_timestamp_tz(_statement, index, DuckTime.Micros(t.UtcDateTime)),
        byte[] bytes => BindBytes(index, bytes),
        string or decimal or Guid => BindText(index, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!),
        _ => throw new DuckException($"Parameter {index} has type {value.GetType().Name}, which cannot be bound."),
    };

    private int BindText(ulong index, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        fixed (byte* p = utf8)
            return duckdb_bind_varchar_length(_statement, index, utf8.Length == 0 ? (byte*)&index : p, (ulong)utf8.Length);
    }

    private int BindBytes(ulong index, byte[] bytes)
    {
        fixed (byte* p = bytes)
            return duckdb_bind_blob(_statement, index, bytes.Length == 0 ? (byte*)&index : p, (ulong)bytes.Length);
    }
}
