namespace Cairn.Platform.Sql;

public static class DatabaseExtensions
{
    /// <summary>A write without a result.</summary>
    public static Task WriteAsync(this IDatabase database, Action<SqlSession> work, Lane lane = Lane.Control, CancellationToken cancellation = default)
        => database.WriteAsync(session => { work(session); return true; }, lane, cancellation);
}
