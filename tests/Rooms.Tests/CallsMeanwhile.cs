using Cairn.Platform.Sql;

namespace Cairn.Rooms.Tests;

/// <summary>Calls that are made while somebody else's transaction is open.</summary>
internal static class CallsMeanwhile
{
    /// <summary>Makes a call from within a transaction, and goes on when it waits for this one or is done. SQLite has one writer: there it waits anyway.</summary>
    public static T CallMeanwhile<T>(this SqlSession s, Func<T> call) where T : Task
    {
        T called = call();
        if (s.Engine == SqlEngine.Postgres)
            while (!called.IsCompleted && s.Scalar<long>("select count(*) from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))") == 0) Thread.Yield();
        return called;
    }
}
