using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
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
        CancellationToken c = TestContext.Current.CancellationToken;
        var endpoints = at.World.Get<IEndpoints>();
        ModelVersionView version = await RegisterAsync(at, "run-a");
        await SetAsync(at, new VariantDraft(version.Id, 1, version.Digest, 1000));
        await at.SendAsync(1);
        // A version whose file is not in the store.
        await SetAsync(at, new VariantDraft(version.Id, 1, Digest.Of("nothing"), 1000));
        EndpointView refused = await at.EndpointAsync();
        refused.Fault.ShouldNotBeNull();
        await at.SendAsync(1);
        // The same after the process has begun anew.
        await at.World.RestartAsync();
        await at.World.Get<IEndpoints>().PublishedAsync(c);
        await at.SendAsync(1);
        await SetAsync(at, new VariantDraft(version.Id, 1, version.Digest, 1000));
        (await at.EndpointAsync()).Fault.ShouldBeNull();
        await at.SendAsync(1);
    }

    private static Task<ModelVersionView> RegisterAsync(DeliveryWorld at, string run) => Task.Run(async () =>
    {
        Artifact file = await at.World.Get<IArtifactStore>().PutAsync(new MemoryStream(DeliveryWorld.Model(1)));
        return await at.World.Get<IModels>().RegisterAsync(new RegisterVersion(DeliveryWorld.Project, DeliveryWorld.Endpoint, file.Digest, file.Size) { RunId = run }, Actor.Service("pipelines"), []);
    });

    private static async Task SetAsync(DeliveryWorld at, VariantDraft variant)
    {
        var endpoints = at.World.Get<IEndpoints>();
        await at.World.Database.WriteAsync(s => endpoints.SetVariants(s, DeliveryWorld.Project, DeliveryWorld.Endpoint, "production", [variant]));
        await endpoints.PublishedAsync(TestContext.Current.CancellationToken);
    }
}
