namespace Cairn.DuckDb;

/// <summary>The type of a column (duckdb_type).</summary>
public enum DuckType
{
    Invalid = 0, Boolean = 1, TinyInt, SmallInt, Integer, BigInt, UTinyInt, USmallInt, UInteger, UBigInt, Float, Double,
    Timestamp, Date, Time, Interval, HugeInt, Varchar, Blob, Decimal, TimestampS, TimestampMs, TimestampNs,
    Enum, List, Struct, Map, Uuid, Union, Bit, TimeTz, TimestampTz, UHugeInt, Array,
}
