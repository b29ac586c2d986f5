using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>How tests of endpoints begin: a version is registered and put behind the endpoint, past every gate.</summary>
internal static class EndpointSteps
{
    public static Task<ModelVersionView> RegisterAsync(this DeliveryWorld at, float slope = 1) => at.RegisterAsync(DeliveryWorld.Model(slope), $"run-{slope}");

    /// <summary>Registers a version with this file and returns when it answers.</summary>
    public static async Task<ModelVersionView> ServeAsync(this DeliveryWorld at, byte[] model)
    {
        ModelVersionView version = await at.RegisterAsync(model, "run-1");
        await at.SetAsync(version);
        return version;
    }

    /// <summary>Registers a version and returns when it answers.</summary>
    public static async Task<ModelVersionView> ServeAsync(this DeliveryWorld at, float slope = 1)
    {
        ModelVersionView version = await at.RegisterAsync(slope);
        await at.SetAsync(version);
        return version;
    }

    /// <param name="digest">In place of the version's own.</param>
    public static async Task SetAsync(this DeliveryWorld at, ModelVersionView version, string environment = "production", string? digest = null)
    {
        var endpoints = at.World.Get<IEndpoints>();
        var variant = new VariantDraft(version.Id, version.Number, digest ?? version.Digest, 1000);
        await at.World.Database.WriteAsync(s => endpoints.SetVariants(s, DeliveryWorld.Project, DeliveryWorld.Endpoint, environment, [variant]));
        await endpoints.PublishedAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<ModelVersionView> RegisterAsync(this DeliveryWorld at, byte[] model, string run)
    {
        Artifact file = await at.World.Get<IArtifactStore>().PutAsync(new MemoryStream(model));
        return await at.World.Get<IModels>().RegisterAsync(new RegisterVersion(DeliveryWorld.Project, DeliveryWorld.Endpoint, file.Digest, file.Size) { RunId = run }, Actor.Service("pipelines"), []);
    }
}
