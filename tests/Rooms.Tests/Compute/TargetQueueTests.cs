using Cairn.Compute.Targets;
using Cairn.Contracts.Projects;

namespace Cairn.Rooms.Tests.Compute;

public sealed class TargetQueueTests
{
    [Fact]
    public async Task Projects_take_turns_and_each_is_served_in_order()
    {
        var queue = new TargetQueue(TargetShare.OfCluster(1));
        List<string> order = [];
        IDisposable first = await queue.EnterAsync("x", "x0", new TargetShare(1), Priority.Normal, default);
        Task[] all = [.. new[] { "a1", "a2", "a3", "b1", "c1", "b2" }.Select(k => EnterAsync(queue, k, order))];
        queue.Snapshot().Where(t => t.Because is not null).Select(t => t.Key).ShouldBe(["a1", "a2", "a3", "b1", "b2", "c1"]);
        first.Dispose();
        await Task.WhenAll(all);
        order.ShouldBe(["a1", "b1", "c1", "a2", "b2", "a3"]);
    }

    [Fact]
    public async Task Within_a_project_priority_goes_first_and_says_so_but_takes_no_other_projects_turn()
    {
        var queue = new TargetQueue(TargetShare.OfCluster(1));
        List<string> order = [];
        IDisposable first = await queue.EnterAsync("x", "x0", new TargetShare(1), Priority.Normal, default);
        Task[] all = [EnterAsync(queue, "a-low", order, Priority.Low), EnterAsync(queue, "a1", order), EnterAsync(queue, "a-high", order, Priority.High), EnterAsync(queue, "b1", order), EnterAsync(queue, "b2", order, Priority.Low)];
        QueuedTask[] waiting = [.. queue.Snapshot().Where(t => !t.Placed)];
        waiting.Select(t => $"{t.Key} {t.Priority}").ShouldBe(["a-high high", "a1 normal", "a-low low", "b1 normal", "b2 low"]);
        waiting.Select(t => t.Because).ShouldBe(["needs 1 of 1 slots, 0 free", "1 of its project come first, 1 of them by their priority", "2 of its project come first, 2 of them by their priority",
            "another project's turn comes first", "1 of its project come first, 1 of them by their priority"]);
        first.Dispose();
        await Task.WhenAll(all);
        order.ShouldBe(["a-high", "b1", "a1", "b2", "a-low"]);
    }

    [Fact]
    public async Task One_of_low_priority_is_overtaken_eight_times_and_no_more()
    {
        var queue = new TargetQueue(TargetShare.OfCluster(1));
        List<string> order = [];
        IDisposable first = await queue.EnterAsync("x", "x0", new TargetShare(1), Priority.Normal, default);
        Task[] all = [EnterAsync(queue, "low", order, Priority.Low), EnterAsync(queue, "low2", order, Priority.Low), .. Enumerable.Range(0, 20).Select(i => EnterAsync(queue, $"l{i}", order, Priority.High))];
        first.Dispose();
        await Task.WhenAll(all);
        order.Count.ShouldBe(22);
        (order.IndexOf("low"), order.IndexOf("low2")).ShouldBe((8, 17));
    }

    [Fact]
    public async Task One_that_needs_all_slots_is_not_overtaken()
    {
        var queue = new TargetQueue(TargetShare.OfCluster(2));
        IDisposable small = await queue.EnterAsync("a", "small", new TargetShare(1), Priority.Normal, default);
        Task<QueuePlace> wide = queue.EnterAsync("b", "wide", new TargetShare(8), Priority.Normal, default);
        Task<QueuePlace> later = queue.EnterAsync("c", "later", new TargetShare(1), Priority.Normal, default);
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
        var queue = new TargetQueue(TargetShare.OfCluster(2));
        IDisposable small = await queue.EnterAsync("a", "small", new TargetShare(1), Priority.Normal, default);
        using var cancel = new CancellationTokenSource();
        Task<QueuePlace> wide = queue.EnterAsync("b", "wide", new TargetShare(2), Priority.Normal, cancel.Token);
        Task<QueuePlace> later = queue.EnterAsync("c", "later", new TargetShare(1), Priority.Normal, default);
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
        var queue = new TargetQueue(TargetShare.OfCluster(3), p => p == "a" ? 1 : null);
        IDisposable first = await queue.EnterAsync("a", "a1", new TargetShare(1), Priority.Normal, default);
        Task<QueuePlace> second = queue.EnterAsync("a", "a2", new TargetShare(5), Priority.Normal, default);
        (await queue.EnterAsync("b", "b1", new TargetShare(2), Priority.Normal, default)).Dispose();
        second.IsCompleted.ShouldBeFalse();
        queue.Snapshot().Single(t => t.Key == "a2").Because.ShouldBe("needs 1 slots, its project has 1 of the 1 it may have");
        first.Dispose();
        (await second).Dispose();
        queue.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_target_that_does_not_answer_lets_nobody_in_and_then_all()
    {
        var queue = new TargetQueue(TargetShare.OfCluster(2));
        queue.Hold("no route");
        Task<QueuePlace> one = queue.EnterAsync("a", "a1", new TargetShare(1), Priority.Normal, default);
        queue.Snapshot().Single().Because.ShouldBe("the target does not answer: no route");
        queue.Hold(null);
        (await one).Dispose();
    }

    [Fact]
    public async Task Never_more_slots_are_given_than_there_are()
    {
        var queue = new TargetQueue(TargetShare.OfCluster(3));
        int used = 0, most = 0;
        var random = new Random(5);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            int share = random.Next(1, 4);
            using IDisposable place = await queue.EnterAsync($"p{i % 5}", $"{i}", new TargetShare(share), Priority.Normal, default);
            int now = Interlocked.Add(ref used, share);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Add(ref used, -share);
        }));
        most.ShouldBeLessThanOrEqualTo(3);
        queue.Snapshot().ShouldBeEmpty();
    }

    [Fact]
    public async Task Memory_and_graphics_processors_are_shared_out_too_and_each_task_has_its_own()
    {
        var queue = new TargetQueue(new TargetShare(8, 16_000_000_000, 2));
        QueuePlace first = await queue.EnterAsync("a", "a1", new TargetShare(1, 12_000_000_000, 1), Priority.Normal, default);
        QueuePlace second = await queue.EnterAsync("a", "a2", new TargetShare(1, 0, 1), Priority.Normal, default);
        first.Gpus.Concat(second.Gpus).ShouldBe([0, 1]);
        Task<QueuePlace> third = queue.EnterAsync("b", "b1", new TargetShare(1, 0, 1), Priority.Normal, default);
        queue.Snapshot()[^1].Because.ShouldBe("needs 1 of 2 graphics processors, 0 free");
        first.Dispose();
        (await third).Gpus.ShouldBe([0]);
        second.Dispose();
        (await third).Dispose();

        QueuePlace large = await queue.EnterAsync("a", "a3", new TargetShare(1, 12_000_000_000), Priority.Normal, default);
        Task<QueuePlace> larger = queue.EnterAsync("a", "a4", new TargetShare(1, 90_000_000_000), Priority.Normal, default);
        queue.Snapshot()[^1].Because.ShouldBe("needs 16 of 16 GB of memory, 4 free");
        large.Dispose();
        // More than there is counts as all of it.
        (await larger).Dispose();
    }

    [Fact]
    public async Task Who_waits_for_a_graphics_processor_holds_up_nobody_who_needs_none_and_nobody_passes_one_that_lacks_slots()
    {
        var queue = new TargetQueue(new TargetShare(4, 16_000_000_000, 1));
        QueuePlace first = await queue.EnterAsync("a", "a1", new TargetShare(1, 0, 1), Priority.Normal, default);
        Task<QueuePlace> second = queue.EnterAsync("a", "a2", new TargetShare(1, 0, 1), Priority.Normal, default), third = queue.EnterAsync("c", "c1", new TargetShare(1, 0, 1), Priority.Normal, default);
        QueuePlace plain = await queue.EnterAsync("b", "b1", new TargetShare(1), Priority.Normal, default);
        Task<QueuePlace> wide = queue.EnterAsync("b", "b2", new TargetShare(4), Priority.Normal, default), later = queue.EnterAsync("d", "d1", new TargetShare(1), Priority.Normal, default);
        (second.IsCompleted, third.IsCompleted, wide.IsCompleted, later.IsCompleted).ShouldBe((false, false, false, false));
        first.Dispose();
        (await second).Dispose();
        (await third).Dispose();
        plain.Dispose();
        (await wide).Dispose();
        (await later).Dispose();
        queue.Snapshot().ShouldBeEmpty();
    }

    private static async Task EnterAsync(TargetQueue queue, string key, List<string> order, Priority priority = Priority.Normal)
    {
        using IDisposable place = await queue.EnterAsync(key[..1], key, new TargetShare(1), priority, default);
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
