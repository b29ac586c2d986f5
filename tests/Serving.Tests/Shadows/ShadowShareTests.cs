using Cairn.Serving.Shadows;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Shadows;

/// <summary>Eight processors allow one, two a quarter of one.</summary>
public sealed class ShadowShareTests
{
    private readonly HeldTime _clock = new();

    [Theory]
    [InlineData(2, 1, 6)]
    [InlineData(2, 2, 14)]
    [InlineData(4, 1, 2)]
    [InlineData(8, 1, 0)]
    [InlineData(8, 2, 2)]
    [InlineData(64, 8, 0)]
    public void A_run_of_two_milliseconds_is_followed_by_a_pause(int processors, int threads, double pause)
    {
        var share = new ShadowShare(processors, _clock);
        share.Pause.ShouldBe(TimeSpan.Zero);
        Run(share, 2, threads);
        share.Pause.ShouldBe(TimeSpan.FromMilliseconds(pause));
        _clock.Advance(share.Pause);
        share.Pause.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Whoever_ran_all_pause_for_it()
    {
        var share = new ShadowShare(2, _clock);
        // Two at once, and a third that begins while they pause.
        TimeSpan begun = share.Now;
        _clock.Advance(TimeSpan.FromMilliseconds(2));
        share.Ran(begun, 1);
        share.Ran(begun, 1);
        share.Pause.ShouldBe(TimeSpan.FromMilliseconds(14));
        _clock.Advance(TimeSpan.FromMilliseconds(4));
        Run(share, 2);
        share.Pause.ShouldBe(TimeSpan.FromMilliseconds(16));
    }

    [Fact]
    public void Short_runs_are_paid_for_together_and_idle_time_is_not_saved_up()
    {
        var share = new ShadowShare(2, _clock);
        _clock.Advance(TimeSpan.FromHours(1));
        for (int i = 0; i < 3; i++)
        {
            Run(share, 0.1);
            share.Pause.ShouldBe(TimeSpan.Zero);
        }

        Run(share, 0.1);
        share.Pause.ShouldBe(TimeSpan.FromMilliseconds(1.2));
    }

    [Fact]
    public void No_pause_is_longer_than_an_hour()
    {
        var share = new ShadowShare(2, _clock);
        Run(share, TimeSpan.FromDays(30).TotalMilliseconds);
        share.Pause.ShouldBe(TimeSpan.FromHours(1));
    }

    private void Run(ShadowShare share, double milliseconds, int threads = 1)
    {
        TimeSpan begun = share.Now;
        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
        share.Ran(begun, threads);
    }
}
