using System.Collections.Concurrent;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests;

namespace Cairn.Platform.Tests.Sql;

/// <summary>Callers that share a transaction know nothing of each other.</summary>
public sealed class SharedWritesTests
{
    private const int Callers = 300, AtOnce = 2, MostTogether = 128;

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Each_caller_gets_its_own_result_and_many_come_together(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        using var gate = new ManualResetEventSlim();
        var together = new ConcurrentQueue<int>();
        var writes = new SharedWrites<long, long>(host.Database, Lane.Tracking, (s, numbers) =>
        {
            gate.Wait();
            together.Enqueue(numbers.Count);
            ManyRows.Insert(s, "insert into t (id, n)", numbers.Select(n => (object?[])[$"w{n}", n]));
            return [.. numbers.Select(n => n * 2)];
        });
        var calls = new Task<long>[Callers];
        for (int n = 0; n < AtOnce; n++) calls[n] = writes.WriteAsync(n, CancellationToken.None);
        // All that come while those are at work wait.
        await Task.WhenAll(Enumerable.Range(AtOnce, Callers - AtOnce).Select(n => Task.Run(() => { calls[n] = writes.WriteAsync(n, CancellationToken.None); })));
        gate.Set();
        long[] results = await Task.WhenAll(calls);
        results.ShouldBe(Enumerable.Range(0, Callers).Select(n => n * 2L));
        (await host.Database.ReadAsync(s => s.Scalar<long>("select count(*) from t"))).ShouldBe(Callers);
        together.Sum().ShouldBe(Callers);
        // The first by themselves; then two take what waits, until it is no more: full batches, and at most one that is not for each of them.
        together.Order().Take(AtOnce).ShouldBe([1, 1]);
        together.Max().ShouldBe(MostTogether);
        together.Count.ShouldBeInRange(AtOnce + 3, AtOnce + 4);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_failure_is_that_of_its_caller_alone(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        var writes = new SharedWrites<long, bool>(host.Database, Lane.Tracking, (s, numbers) =>
        {
            ManyRows.Insert(s, "insert into t (id, n)", numbers.Select(n => (object?[])[$"w{n}", n]));
            return numbers.Any(n => n % 50 == 7) ? throw new InvalidOperationException("no") : new bool[numbers.Count];
        });
        Task<bool>[] calls = [.. Enumerable.Range(0, Callers).Select(n => Task.Run(() => writes.WriteAsync(n, CancellationToken.None)))];
        for (int n = 0; n < Callers; n++)
            if (n % 50 == 7) await Should.ThrowAsync<InvalidOperationException>(calls[n]);
            else await calls[n];
        (await host.Database.ReadAsync(s => s.Query<long>("select n from t order by n"))).ShouldBe(Enumerable.Range(0, Callers).Where(n => n % 50 != 7).Select(n => (long)n));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_nobody_waits_for_any_more_is_not_begun(string engine)
    {
        await using PlatformHost host = await WithTableAsync(engine);
        using var gate = new ManualResetEventSlim();
        using var caller = new CancellationTokenSource();
        var writes = new SharedWrites<string, bool>(host.Database, Lane.Tracking, (s, ids) =>
        {
            gate.Wait();
            ManyRows.Insert(s, "insert into t (id, n)", ids.Select(id => (object?[])[id, 1L]));
            return new bool[ids.Count];
        });
        // As many as are at work at once; what comes after them waits.
        Task<bool>[] first = [writes.WriteAsync("a", CancellationToken.None), writes.WriteAsync("b", CancellationToken.None)];
        Task<bool> gone = writes.WriteAsync("c", caller.Token), last = writes.WriteAsync("d", CancellationToken.None);
        await caller.CancelAsync();
        gate.Set();
        await Task.WhenAll([.. first, last]);
        await Should.ThrowAsync<OperationCanceledException>(gone);
        (await host.Database.ReadAsync(s => s.Query<string>("select id from t order by id"))).ShouldBe(["a", "b", "d"]);
    }

    private static async Task<PlatformHost> WithTableAsync(string engine)
    {
        PlatformHost host = await PlatformHost.StartAsync(engine);
        await host.Database.WriteAsync(s => s.Execute("create table t (id TEXT primary key, n BIGINT not null)"));
        return host;
    }
}
