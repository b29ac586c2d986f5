namespace Cairn.Rooms.Tests;

/// <summary>The SQL engines a theory runs on: <c>[MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]</c>.</summary>
public static class TestEngines
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    /// <summary>A superuser's <c>postgres://…</c> URL; each world makes and drops a database of its own there.</summary>
    public const string PostgresVariable = "CAIRN_TEST_POSTGRES";

    public static TheoryData<string> All { get; } = [Sqlite, Postgres];
}
