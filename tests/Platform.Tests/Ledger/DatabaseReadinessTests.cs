using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Platform.Tests.Ledger;

public sealed class DatabaseReadinessTests
{
    [Fact]
    public async Task A_database_that_fails_or_does_not_answer_in_time_is_not_there()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var real = new RealTime(new ImpatientTime());
        (await new DatabaseReadiness(new OddDatabase(Task.FromResult(1L)), real).MissingAsync(cancellation)).ShouldBeNull();
        (await new DatabaseReadiness(new OddDatabase(Task.FromException<long>(new IOException("secret"))), real).MissingAsync(cancellation)).ShouldBe("The database does not answer.");
        (await new DatabaseReadiness(new OddDatabase(new TaskCompletionSource<long>().Task), real).MissingAsync(cancellation)).ShouldBe("The database does not answer within 2 s.");
    }

    private sealed class OddDatabase(Task<long> answer) : IDatabase
    {
        public SqlEngine Engine => SqlEngine.Sqlite;

        public Task<T> ReadAsync<T>(Func<SqlSession, T> work, CancellationToken cancellation = default) => (Task<T>)(object)answer;

        public Task<T> WriteAsync<T>(Func<SqlSession, T> work, Lane lane = Lane.Control, CancellationToken cancellation = default) => throw new NotSupportedException();
    }

    /// <summary>Whatever is waited for is over at once.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
