using Cairn.Endpoints;
using Cairn.Platform.Http;

namespace Cairn.Rooms.Tests;

public sealed class ReadinessTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_server_is_ready_when_all_that_it_needs_is_there_and_says_what_is_not(string engine)
    {
        var need = new Need();
        await using TestWorld world = await TestWorld.StartAsync(new TestWorldOptions { Rooms = services => services.AddSingleton<IReadiness>(need) }, engine);
        (await AskAsync(world)).ShouldBe((200, "ok"));
        need.Missing = "The tide is out.";
        (await AskAsync(world)).ShouldBe((503, "The tide is out."));
        need.Missing = null;
        (await AskAsync(world)).ShouldBe((200, "ok"));
    }

    [Fact]
    public async Task Endpoints_are_ready_when_the_data_plane_was_told_of_them_once()
    {
        var signal = new SnapshotSignal();
        var readiness = new SnapshotReadiness(signal);
        (await readiness.MissingAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull();
        // Of a new installation: nothing is to be served yet, which is served.
        signal.Settle(0);
        (await readiness.MissingAsync(TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    private static async Task<(int, string)> AskAsync(TestWorld world)
    {
        using HttpResponseMessage answer = await world.Http.GetAsync("/readyz", TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class Need : IReadiness
    {
        public string? Missing { get; set; }

        public ValueTask<string?> MissingAsync(CancellationToken cancellation) => new(Missing);
    }
}
