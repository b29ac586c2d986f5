using System.Text.Json.Nodes;
using Cairn.Endpoints;
using Cairn.Monitoring;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Monitoring;

/// <summary>How much of what was answered is in the log, by a count that knows nothing of the log. The request that probes the contract is one more in each day's log.</summary>
public sealed class WindowTests
{
    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_whole_log_holds_every_row_the_data_plane_answered(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.SendAsync(30);
        // The count outlives an orderly stop.
        await at.World.RestartAsync();
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await at.SendAsync(20);
        JsonObject traffic = await TrafficAsync(at);
        ((double)traffic["logged"]!).ShouldBe(1);
        ((long)traffic["n"]!).ShouldBe(50 + 1);
    }

    [Fact]
    public async Task A_log_that_keeps_a_part_is_seen_to()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File().Replace("key: flight,", "key: flight, log: sampled 30%,", StringComparison.Ordinal));
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.SendAsync(200);
        JsonObject traffic = await TrafficAsync(at);
        ((double)traffic["logged"]!).ShouldBe(((long)traffic["n"]! - 1) / 200.0, 1e-9);
        ((double)traffic["logged"]!).ShouldBeInRange(0.1, 0.5);
    }

    [Fact]
    public async Task Where_the_count_was_lost_nobody_can_tell()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.SendAsync(10);
        await at.World.RestartAsync();
        // As after a process that died before it could write its count down.
        await at.World.Database.WriteAsync(s => s.Execute("delete from answered_days"), cancellation: TestContext.Current.CancellationToken);
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await at.SendAsync(5);
        JsonObject traffic = await TrafficAsync(at);
        ((long)traffic["n"]!).ShouldBe(15 + 1);
        traffic.ContainsKey("logged").ShouldBeFalse();
    }

    [Theory]
    [InlineData(100L, 100L, 1.0)]
    [InlineData(50L, 100L, 0.5)]
    [InlineData(0L, 100L, 0.0)]
    [InlineData(100L, 99L, null)]
    [InlineData(100L, null, null)]
    [InlineData(0L, 0L, null)]
    public void The_share_is_of_what_was_counted(long kept, long? answered, double? share) => TrafficMeasure.LoggedShare(kept, answered).ShouldBe(share);

    private static async Task<JsonObject> TrafficAsync(DeliveryWorld at)
    {
        await at.World.AdvanceAsync(TimeSpan.FromDays(1.5));
        return (await at.World.EventsAsync("window.closed")).First(e => (string?)e.Data["of"] == "traffic").Data;
    }
}
