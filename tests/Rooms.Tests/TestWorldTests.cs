using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;

namespace Cairn.Rooms.Tests;

public sealed class TestWorldTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_world_starts_moves_on_and_starts_again_on_the_same_state(string engine)
    {
        await using TestWorld world = await TestWorld.StartAsync(new TestWorldOptions(), engine);
        (await world.EventsAsync()).Select(e => e.Type).ShouldBe(["ledger.opened"]);
        await world.AdvanceAsync(TimeSpan.FromDays(3));
        DateTimeOffset then = world.Now;
        await world.RestartAsync();
        world.Get<World>().Simulated.ShouldBeTrue();
        world.Now.ShouldBe(then);
        (await world.Http.GetStringAsync("/livez")).ShouldBe("ok");
    }

    [Theory]
    [InlineData("/livez", true)]
    [InlineData("/nowhere", true)]
    [InlineData("/livez", false)]
    public async Task Each_answer_says_that_its_world_is_simulated(string path, bool simulated)
    {
        var options = new TestWorldOptions();
        await using TestWorld world = await TestWorld.StartAsync(simulated ? options : options with { SimulatedClock = null });
        using HttpResponseMessage answer = await world.Http.GetAsync(path, TestContext.Current.CancellationToken);
        answer.Headers.Contains(WorldMark.Header).ShouldBe(simulated);
    }
}
