using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Cairn.Platform.Sql;

/// <summary>The thread that owns the writing connection: group commit with a savepoint per caller, the control lane before the tracking lane.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(4);
    private const int BatchSize = 512;

    private readonly ConcurrentQueue<ISqliteWrite> _control = new();
    private readonly ConcurrentQueue<ISqliteWrite> _tracking = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly PreparedConnection _connection;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public SqliteWriter(PreparedConnection connection)
    {
        _connection = connection;
        _thread = new Thread(Loop) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    public void Enqueue(ISqliteWrite write, Lane lane)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        (lane == Lane.Tracking ? _tracking : _control).Enqueue(write);
        _waiting.Release();
    }

    public void Dispose()
    {
        _stopping = true;
        _waiting.Release();
        _thread.Join();
        while (Next() is { } write) write.Fail(new ObjectDisposedException(nameof(SqliteWriter)));
        _connection.Dispose();
        _waiting.Dispose();
    }

    private void Loop()
    {
        while (true)
        {
            _waiting.Wait();
            if (Next() is { } first) Batch(first);
            // A batch may have taken the permit that Dispose gave, so this is asked after one as well.
            if (_stopping && _control.IsEmpty && _tracking.IsEmpty) return;
        }
    }

    private ISqliteWrite? Next() => _control.TryDequeue(out ISqliteWrite? write) || _tracking.TryDequeue(out write) ? write : null;

    private void Batch(ISqliteWrite first)
    {
        var done = new List<ISqliteWrite>();
        ISqliteWrite? write = first;
        try
        {
            _connection.Run("begin immediate");
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; write is not null && i < BatchSize; i++)
            {
                RunOne(write, done);
                write = Stopwatch.GetElapsedTime(start) < BatchTime && i + 1 < BatchSize && _waiting.Wait(0) ? Next() : null;
            }
            _connection.Run(done.Count > 0 ? "commit" : "rollback");
        }
        catch (SqliteException e)
        {
            if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Inner.Handle) == 0) _connection.Run("rollback");
            foreach (ISqliteWrite failed in done) failed.Fail(e);
            write?.Fail(e);
            return;
        }
        foreach (ISqliteWrite written in done) written.Complete();
    }

    private void RunOne(ISqliteWrite write, List<ISqliteWrite> done)
    {
        _connection.Run("savepoint caller");
        if (write.Run(new SqlSession(_connection, null, SqlEngine.Sqlite))) done.Add(write);
        else _connection.Run("rollback to caller");
        _connection.Run("release caller");
    }
}
