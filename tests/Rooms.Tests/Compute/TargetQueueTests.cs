using Cairn.Compute.Targets;

namespace Cairn.Rooms.Tests.Compute;

public sealed class TargetQueueTests
{
    [Fact]
    public async Task Projects_take_turns_and_each_is_served_in_order()
    {
        var queue = new TargetQueue(1);
        List<string> order = [];
        IDisposable first = await queue.EnterAsync("x", "x0", 1, default);
        Task[] all = [.. new[] { "a1", "a2", "a3", "b1", "c1", "b2" }.Select(k => EnterAsync(queue, k, order))];
        queue.Snapshot().Where(t => t.Because is not null).Select(t => t.Key).ShouldBe(["a1", "a2", "a3", "b1", "b2", "c1"]);
        first.Dispose();
        await Task.WhenAll(all);
        order.ShouldBe(["a1", "b1", "c1", "a2", "b2", "a3"]);
    }

    [Fact]
    public async Task One_that_needs_all_slots_is_not_overtaken()
    {
        var queue = new TargetQueue(2);
        IDisposable small = await queue.EnterAsync("a", "small", 1, default);
        Task<IDisposable> wide = queue.EnterAsync("b", "wide", 8, default);
        Task<IDisposable> later = queue.EnterAsync("c", "later", 1, default);
        (wide.IsCompleted, later.IsCompleted).ShouldBe((false, false));
        queue.Snapshot().Select(t => t.Because).ShouldBe([null, "needs 2 of 2 slots, 1 free", "another project's turn comes first"]);
        small.Dispose();
        IDisposable place = await wide;
        later.IsCompleted.ShouldBeFalse();
        place.Dispose();
        (await later).Dispose();
        queue.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_cancelled_while_it_waits_lets_the_others_pass()
    {
        var queue = new TargetQueue(2);
        IDisposable small = await queue.EnterAsync("a", "small", 1, default);
        using var cancel = new CancellationTokenSource();
        Task<IDisposable> wide = queue.EnterAsync("b", "wide", 2, cancel.Token);
        Task<IDisposable> later = queue.EnterAsync("c", "later", 1, default);
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => wide);
        (await later).Dispose();
        small.Dispose();
        small.Dispose();
        queue.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_project_that_has_its_quota_is_passed_over_until_it_gives_back()
    {
        var queue = new TargetQueue(3, p => p == "a" ? 1 : null);
        IDisposable first = await queue.EnterAsync("a", "a1", 1, default);
        Task<IDisposable> second = queue.EnterAsync("a", "a2", 5, default);
        (await queue.EnterAsync("b", "b1", 2, default)).Dispose();
        second.IsCompleted.ShouldBeFalse();
        queue.Snapshot().Single(t => t.Key == "a2").Because.ShouldBe("needs 1 slots, its project has 1 of the 1 it may have");
        first.Dispose();
        (await second).Dispose();
        queue.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_that_does_not_answer_lets_nobody_in_and_then_all()
    {
        var queue = new TargetQueue(2);
        queue.Hold("no route");
        Task<IDisposable> one = queue.EnterAsync("a", "a1", 1, default);
        queue.Snapshot().Single().Because.ShouldBe("the target does not answer: no route");
        queue.Hold(null);
        (await one).Dispose();
    }

    [Fact]
    public async Task Never_more_slots_are_given_than_there_are()
    {
        var queue = new TargetQueue(3);
        int used = 0, most = 0;
        var random = new Random(5);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            int share = random.Next(1, 4);
            using IDisposable place = await queue.EnterAsync($"p{i % 5}", $"{i}", share, default);
            int now = Interlocked.Add(ref used, share);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Add(ref used, -share);
        }));
        most.ShouldBeLessThanOrEqualTo(3);
        queue.Snapshot().ShouldBeEmpty();
    }

    private static async Task EnterAsync(TargetQueue queue, string key, List<string> order)
    {
        using IDisposable place = await queue.EnterAsync(key[..1], key, 1, default);
        order.Add(key);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (int seen = Volatile.Read(ref target); value > seen;)
        {
            int before = Interlocked.CompareExchange(ref target, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }
}
