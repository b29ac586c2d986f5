using Cairn.OnnxRuntime;
using Cairn.Serving.Runs;
using Cairn.Serving.Tests.Support;

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
    public void A_run_on_a_thread_that_was_at_something_else_ends_when_it_has_ended()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("cairn-idle-").FullName, "model.onnx");
        File.WriteAllBytes(file, TestModels.Matrix());
        using OnnxModel model = OnnxModel.Load(file);
        using OnnxRun run = model.NewRun(model.OutputIndex("sum"));
        run.Prepare(1);
        var threads = new IdleThreads();
        for (int i = 0; i < 500; i++)
        {
            threads.Make(() => 1, _ => { }).ShouldBe(1);
            threads.Later(() => { });
            run.Floats(0).Fill(i);
            using (threads.Lend()) IdleThread.OfThisThread!.Run(run);
            run.FloatOutput(0)[0].ShouldBe(4 * i);
        }

        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
    }

    [Fact]
    public async Task While_one_call_that_was_left_is_not_over_each_caller_makes_his_own()
    {
        using var busy = new ManualResetEventSlim();
        var dropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int caller = Environment.CurrentManagedThreadId;
        var threads = new IdleThreads();
        threads.Make(() => Environment.CurrentManagedThreadId == caller || busy.Wait(Never) ? caller : 0, _ => dropped.SetResult()).ShouldBe(caller);
        threads.Make(() => Environment.CurrentManagedThreadId, _ => { }).ShouldBe(caller);
        busy.Set();
        await dropped.Task.WaitAsync(Never);
        await Until.TrueAsync(() => threads.Make(() => Environment.CurrentManagedThreadId, _ => { }) != caller);
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
