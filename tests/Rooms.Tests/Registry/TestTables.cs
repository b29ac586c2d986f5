using Cairn.DuckDb;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>Parquet files from a line of SQL.</summary>
internal static class TestTables
{
    public static void Write(string path, string rows, string columns)
    {
        using var database = new DuckMemory(2, "256MB");
        using DuckConnection duck = database.Connect();
        duck.Execute($"copy (select * from ({rows}) t({columns})) to {DuckSql.Literal(path)} (format parquet)");
    }
}
