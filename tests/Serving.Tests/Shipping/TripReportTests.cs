using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Shipping;

/// <summary>A copy that dropped a canary tells whom it ships to.</summary>
public sealed class TripReportTests
{
    [Fact]
    public async Task A_dropped_canary_is_told_with_its_release_until_the_snapshot_has_another()
    {
        await using StandInControlPlane plane = await StandInControlPlane.StartAsync();
        await using ServingHost copy = await ServingHost.StartAsync(o => (o.ShipTo, o.ShipMilliseconds) = (ControlPlane.Parse(plane.Address, plane.Token, null), 10));
        EndpointRoute route = ServingHost.Endpoint("m", copy.Model("1", TestModels.Constant(1), 0), copy.Model("2", TestModels.Fragile(), 1000, VariantRole.Canary)) with { Limits = new() { Release = "rel-1", MaxErrors = 3, Window = 10 } };
        await copy.ApplyAsync(route);
        await Until.TrueAsync(() => Told(plane) is not null);
        Told(plane)!.Value.TryGetProperty("tripped", out _).ShouldBeFalse();

        for (int i = 0; i < 3; i++) await copy.PostAsync("/v2/models/m/infer", """{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[50]}]}""");
        await Until.TrueAsync(() => Told(plane)!.Value.TryGetProperty("tripped", out _));
        Told(plane)!.Value.GetProperty("tripped").GetRawText().ShouldBe("""{"version_id":"2","release":"rel-1"}""");

        await copy.ApplyAsync(route with { Limits = route.Limits! with { Release = "rel-2" } });
        await Until.TrueAsync(() => !Told(plane)!.Value.TryGetProperty("tripped", out _));
    }

    private static JsonElement? Told(StandInControlPlane plane) => plane.Told.TryGetValue("m", out string? told) ? JsonDocument.Parse(told).RootElement : null;
}
