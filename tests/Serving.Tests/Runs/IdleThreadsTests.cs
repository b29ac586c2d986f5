using Cairn.Serving.Runs;

namespace Cairn.Serving.Tests.Runs;

public sealed class IdleThreadsTests
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(2);

    [Fact]
    public void A_call_that_ends_in_time_is_taken_and_not_dropped()
    {
        var dropped = new List<nint>();
        var call = new FirstCall(() => 7, dropped.Add);
        call.Make();
        call.TryWait(TimeSpan.Zero, out nint made).ShouldBeTrue();
        (made, dropped.Count).ShouldBe((7, 0));
    }

    [Fact]
    public void A_call_that_nobody_waits_for_any_more_is_dropped()
    {
        var dropped = new List<nint>();
        var call = new FirstCall(() => 7, dropped.Add);
        call.TryWait(TimeSpan.Zero, out _).ShouldBeFalse();
        call.Make();
        dropped.ShouldBe([7]);
    }

    [Fact]
    public void What_a_call_throws_is_told_to_who_waits_and_to_nobody_else()
    {
        var told = new FirstCall(() => throw new InvalidDataException("broken"), _ => throw new InvalidOperationException());
        told.Make();
        Should.Throw<InvalidDataException>(() => told.TryWait(TimeSpan.Zero, out _)).Message.ShouldBe("broken");
        var left = new FirstCall(() => throw new InvalidDataException("broken"), _ => throw new InvalidOperationException());
        left.TryWait(TimeSpan.Zero, out _).ShouldBeFalse();
        left.Make();
    }

    [Fact]
    public async Task Where_the_machine_has_no_time_the_caller_makes_the_call_and_the_late_result_is_dropped()
    {
        using var busy = new ManualResetEventSlim();
        var dropped = new TaskCompletionSource<nint>(TaskCreationOptions.RunContinuationsAsynchronously);
        int caller = Environment.CurrentManagedThreadId, calls = 0;
        nint made = new IdleThreads().Make(
            () =>
            {
                Interlocked.Increment(ref calls);
                if (Environment.CurrentManagedThreadId != caller) busy.Wait(Never).ShouldBeTrue();
                return Environment.CurrentManagedThreadId;
            },
            late => dropped.SetResult(late));
        made.ShouldBe(caller);
        busy.Set();
        (await dropped.Task.WaitAsync(Never)).ShouldNotBe(caller);
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task What_is_to_be_freed_later_is_freed_in_order_by_one_thread_and_beyond_a_bound_by_who_brings_it()
    {
        using var busy = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var freed = new List<int>();
        var threads = new IdleThreads();
        threads.Later(() =>
        {
            begun.SetResult();
            busy.Wait(Never);
        });
        await begun.Task.WaitAsync(Never);
        for (int i = 0; i < 16; i++)
        {
            int number = i;
            threads.Later(() =>
            {
                freed.Add(number);
                if (number == 15) all.SetResult();
            });
        }

        int caller = Environment.CurrentManagedThreadId, by = 0;
        threads.Later(() => by = Environment.CurrentManagedThreadId);
        by.ShouldBe(caller);
        freed.ShouldBeEmpty();
        busy.Set();
        await all.Task.WaitAsync(Never);
        freed.ShouldBe(Enumerable.Range(0, 16));
    }
}
