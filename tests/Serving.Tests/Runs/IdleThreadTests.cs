using Cairn.Serving.Runs;

namespace Cairn.Serving.Tests.Runs;

public sealed class IdleThreadTests
{
    /// <summary>Of the fields after the name in <c>/proc/thread-self/stat</c> (proc(5): the 41st of all), and <c>SCHED_IDLE</c> (sched(7)).</summary>
    private const int PolicyField = 38, Idle = 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_work_alone_has_the_lowest_priority_and_what_it_throws_is_thrown(bool isShort)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Priorities of threads are Linux's.");
        var thread = new IdleThread();
        int own = Policy(), there = -1, times = 0;
        for (int i = 0; i < 100; i++)
            thread.Run(() => (there, times) = (Policy(), times + 1), isShort);
        (there, times, Policy()).ShouldBe((Idle, 100, own));
        own.ShouldNotBe(Idle);
        Should.Throw<InvalidTimeZoneException>(() => thread.Run(() => throw new InvalidTimeZoneException(), isShort));
        thread.Run(() => times = 0, isShort);
        times.ShouldBe(0);
    }

    [Fact]
    public void A_thread_that_computes_long_is_followed_by_the_pulse_and_ends()
    {
        var thread = new IdleThread();
        long sum = 0;
        thread.Run(() => { for (long i = 0; i < 200_000_000; i++) sum += i; }, isShort: false);
        sum.ShouldBe(199_999_999L * 200_000_000 / 2);
    }

    private static int Policy()
    {
        string stat = File.ReadAllText("/proc/thread-self/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[PolicyField]);
    }
}
