using Cairn.Endpoints;
using Cairn.Platform.Artifacts;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

public sealed class SnapshotTests
{
    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task What_the_tables_say_is_served_and_what_cannot_be_served_leaves_the_old_in_place(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        ModelVersionView version = await at.ServeAsync();
        await at.SendAsync(1);
        // A version whose file is not in the store.
        await at.SetAsync(version, digest: Digest.Of("nothing"));
        EndpointView refused = await at.EndpointAsync();
        refused.Fault.ShouldNotBeNull();
        await at.SendAsync(1);
        // The same after the process has begun anew.
        await at.World.RestartAsync();
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await at.SendAsync(1);
        await at.SetAsync(version);
        (await at.EndpointAsync()).Fault.ShouldBeNull();
        await at.SendAsync(1);
    }
}
