namespace Cairn.Platform.Sql;

/// <summary>
/// The one relational store. A write is a transaction: when its task completes it is durable (fdatasync before the acknowledgement);
/// when it throws nothing of it remains. Work is synchronous and short: no waiting for anything but SQL inside.
/// On SQLite all writes run one after another on one thread, several sharing a commit; on PostgreSQL they run side by side
/// (read committed), so compare-and-set or unique keys decide races.
/// </summary>
public interface IDatabase
{
    SqlEngine Engine { get; }

    /// <summary>Runs <paramref name="work"/> against one consistent state. It must not write.</summary>
    Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation = default);

    /// <summary>The same in a lane, where the engine has lanes for reading.</summary>
    Task<T> ReadAsync<T>(Func<SqlSession, T> work, Lane lane, CancellationToken cancellation = default) => ReadAsync(work, cancellation);

    /// <summary>Runs <paramref name="work"/> as one durable transaction.</summary>
    Task<T> WriteAsync<T>(Func<SqlSession, T> work, Lane lane = Lane.Control, CancellationToken cancellation = default);
}
