using Cairn.Platform.Sql;

namespace Cairn.Platform.Tests.Sql;

public sealed class WaitingThreadsTests
{
    private const int Most = 4;
    private readonly WaitingThreads _threads = new(Most);

    [Fact]
    public async Task Work_that_waits_for_each_other_is_done_at_once()
    {
        using var all = new Barrier(Most);
        Task<bool>[] work = [.. Enumerable.Range(0, Most).Select(_ => _threads.RunAsync(() => all.SignalAndWait(TimeSpan.FromSeconds(30)), default))];
        Assert.All(await Task.WhenAll(work), Assert.True);
        Assert.Equal(Most, _threads.Threads);
    }

    [Fact]
    public async Task What_comes_beyond_the_threads_waits_its_turn()
    {
        using var gate = new ManualResetEventSlim();
        int running = 0, most = 0;
        Task<int>[] work = [.. Enumerable.Range(0, Most * 5).Select(i => _threads.RunAsync(() =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            gate.Wait(TimeSpan.FromSeconds(30));
            Interlocked.Decrement(ref running);
            return i;
        }, default))];
        gate.Set();
        Assert.Equal(Enumerable.Range(0, Most * 5), await Task.WhenAll(work));
        Assert.InRange(most, 1, Most);
    }

    [Fact]
    public async Task A_fault_is_its_callers_and_the_thread_goes_on()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => _threads.RunAsync<int>(() => throw new InvalidOperationException(), default));
        Assert.Equal(1, await _threads.RunAsync(() => 1, default));
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_does_not_begin()
    {
        bool began = false;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _threads.RunAsync(() => began = true, new CancellationToken(canceled: true)));
        Assert.False(began);
    }

    [Fact]
    public async Task What_follows_goes_on_elsewhere()
    {
        await _threads.RunAsync(() => 1, default);
        Assert.NotEqual("sql", Thread.CurrentThread.Name);
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
            // Another one was quicker.
        }
    }
}
