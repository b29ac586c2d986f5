using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using static Cairn.DuckDb.Native.DuckApi;

namespace Cairn.DuckDb.Native;

internal sealed unsafe class DatabaseHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public DatabaseHandle(nint database) : base(ownsHandle: true) => SetHandle(database);

    protected override bool ReleaseHandle()
    {
        nint h = handle;
        duckdb_close(&h);
        return true;
    }
}

internal sealed unsafe class ConnectionHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ConnectionHandle(nint connection) : base(ownsHandle: true) => SetHandle(connection);

    protected override bool ReleaseHandle()
    {
        nint h = handle;
        duckdb_disconnect(&h);
        return true;
    }
}

internal sealed unsafe class StatementHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public StatementHandle(nint statement) : base(ownsHandle: true) => SetHandle(statement);

    protected override bool ReleaseHandle()
    {
        nint h = handle;
        duckdb_destroy_prepare(&h);
        return true;
    }
}

internal sealed unsafe class AppenderHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public AppenderHandle(nint appender) : base(ownsHandle: true) => SetHandle(appender);

    protected override bool ReleaseHandle()
    {
        // Destroying would write what is left: an abandoned load must not half succeed.
        nint h = handle;
        int cleared = duckdb_appender_clear(h);
        return duckdb_appender_destroy(&h) == 0 && cleared == 0;
    }
}

/// <summary>Owns the memory a result structure stands in, and the result.</summary>
internal sealed unsafe class ResultHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ResultHandle() : base(ownsHandle: true) => SetHandle((nint)NativeMemory.AllocZeroed((nuint)sizeof(RawResult)));

    public RawResult* Pointer => (RawResult*)handle;

    protected override bool ReleaseHandle()
    {
        duckdb_destroy_result((void*)handle);
        NativeMemory.Free((void*)handle);
        return true;
    }
}

internal sealed unsafe class ChunkHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    public ChunkHandle(nint chunk) : base(ownsHandle: true) => SetHandle(chunk);

    protected override bool ReleaseHandle()
    {
        nint h = handle;
        duckdb_destroy_data_chunk(&h);
        return true;
    }
}
