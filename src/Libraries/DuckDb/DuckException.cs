namespace Cairn.DuckDb;

/// <summary>A fault of DuckDB, in the library's own words.</summary>
public sealed class DuckException : Exception
{
    public DuckException(string message, DuckFault fault = DuckFault.Invalid) : base(message) => Fault = fault;

    public DuckFault Fault { get; }
}

/// <summary>The library's kinds of error (duckdb_error_type), those a caller may tell apart; others keep their number.</summary>
public enum DuckFault
{
    Invalid = 0, OutOfRange = 1, Conversion = 2, UnknownType = 3, Decimal = 4, Mismatch = 5, Catalog = 11, Parser = 12,
    Constraint = 16, Syntax = 18, Binder = 20, Interrupt = 27, FatalIo = 28, OutOfMemory = 33, Permission = 34,
}
