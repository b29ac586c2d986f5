namespace Cairn.Rooms.Tests;

/// <summary>The SQL engines a theory runs on: <c>[MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]</c>.</summary>
public static class TestEngines
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    /// <summary>A superuser's <c>postgres://…</c> URL; each world makes and drops a database of its own there.</summary>
    public const string PostgresVariable = "CAIRN_TEST_POSTGRES";

    public static TheoryData<string> All { get; } = [Sqlite, Postgres];

    /// <summary>For a theory that lives through days and whose SQL others try too: both engines under <c>CAIRN_SOAK=1</c>, else SQLite alone.</summary>
    public static TheoryData<string> Long { get; } = Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? [Sqlite, Postgres] : [Sqlite];
}
