using Cairn.Serving.Shadows;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Shadows;

public sealed class ShadowPaceTests
{
    [Theory]
    [InlineData(2, 1, 4)]
    [InlineData(2, 3, 12)]
    [InlineData(8, 1, 1)]
    [InlineData(8, 2, 2)]
    [InlineData(64, 1, 1)]
    public void All_together_take_an_eighth_of_the_machine(int processors, int computing, double stretch)
    {
        var share = new ShadowShare(processors);
        share.Stretch.ShouldBe(1);
        List<IDisposable> places = [.. Enumerable.Range(0, computing).Select(_ => share.Take())];
        share.Stretch.ShouldBe(stretch);
        places.ForEach(p => p.Dispose());
        share.Stretch.ShouldBe(1);
    }

    [Fact]
    public void A_run_is_followed_by_a_pause_that_is_longer_by_the_stretch()
    {
        var clock = new HeldTime();
        var pace = new ShadowPace(clock);
        pace.Pause.ShouldBe(TimeSpan.Zero);
        Run(clock, pace, 2, 4);
        pace.Pause.ShouldBe(TimeSpan.FromMilliseconds(6));
        clock.Advance(TimeSpan.FromMilliseconds(6));
        pace.Pause.ShouldBe(TimeSpan.Zero);
        Run(clock, pace, 2, 1);
        pace.Pause.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Short_runs_are_paid_for_together_and_idle_time_is_not_saved_up()
    {
        var clock = new HeldTime();
        var pace = new ShadowPace(clock);
        clock.Advance(TimeSpan.FromHours(1));
        for (int i = 0; i < 3; i++)
        {
            Run(clock, pace, 0.1, 4);
            pace.Pause.ShouldBe(TimeSpan.Zero);
        }

        Run(clock, pace, 0.1, 4);
        pace.Pause.ShouldBe(TimeSpan.FromMilliseconds(1.2));
    }

    private static void Run(HeldTime clock, ShadowPace pace, double milliseconds, double stretch)
    {
        TimeSpan ran = TimeSpan.FromMilliseconds(milliseconds);
        clock.Advance(ran);
        pace.Ran(ran, stretch);
    }
}
