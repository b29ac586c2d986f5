using Cairn.Platform.Sql;

namespace Cairn.Platform.Ledger;

/// <summary>The one row that keeps a world's clock, and the ledger's first event. Written in the caller's transaction.</summary>
internal static class WorldStore
{
    /// <summary>Unix milliseconds of domain time.</summary>
    public static long Clock(SqlSession s) => s.Scalar<long>("select clock from world");

    public static int MoveClock(SqlSession s, DateTimeOffset to) => s.Execute("update world set clock = @clock", new { clock = to.ToUnixTimeMilliseconds() });

    public static int Open(SqlSession s, DateTimeOffset at) => s.Execute("insert into world (singleton, clock) values (1, @clock)", new { clock = at.ToUnixTimeMilliseconds() });

    /// <summary>The stored text of the ledger's first event, or null before there is one.</summary>
    public static string? FirstEvent(SqlSession s) => s.First<string>("select body from ledger_events order by seq limit 1");
}
