using System.Net;
using Cairn.Identity;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>A token that may only read searches by POST as MLflow's clients do, and changes nothing.</summary>
public sealed class ReadOnlyTests
{
    private static readonly string[] Reads =
    [
        "2.0/mlflow/experiments/search", "2.0/mlflow/experiments/search-datasets", "2.0/mlflow/logged-models/search", "2.0/mlflow/registered-models/get-latest-versions", "2.0/mlflow/runs/search",
        "3.0/mlflow/datasets/search", "3.0/mlflow/traces/batchGetInfos", "3.0/mlflow/traces/calculate-filter-correlation", "3.0/mlflow/traces/metrics", "3.0/mlflow/traces/search",
    ];

    [Fact]
    public async Task Searches_are_open_to_it_and_nothing_else_that_is_posted()
    {
        await using TestWorld world = await TrackingWorld.StartGuardedAsync();
        string secret = "Bearer " + (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "client:x", role = "read" })).Text("secret");
        await world.Http.SendAsync("POST", "/api/2.0/mlflow/runs/search", HttpStatusCode.OK, new { experiment_ids = (string[])["0"] }, authorization: secret);
        await world.Http.SendAsync("POST", "/ajax-api/3.0/mlflow/traces/search", HttpStatusCode.OK, new { experiment_ids = (string[])["0"] }, authorization: secret);
        await world.Http.SendAsync("POST", "/api/3.0/mlflow/datasets/search", HttpStatusCode.OK, new { }, authorization: secret);
        await world.Http.SendAsync("POST", "/api/2.0/mlflow/runs/create", HttpStatusCode.Forbidden, new { experiment_id = "0" }, authorization: secret);
        await world.Http.SendAsync("POST", "/api/2.0/mlflow/runs/search", HttpStatusCode.Unauthorized, new { experiment_ids = (string[])["0"] }, authorization: secret + "x");
    }

    [Fact]
    public async Task Which_calls_only_read_stands_with_the_route()
    {
        await using TestWorld world = await TrackingWorld.StartGuardedAsync();
        string[] open = [.. world.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<RequiredRole>() is { Role: AccessRole.Read } && e.RoutePattern.RawText!.Contains("mlflow", StringComparison.Ordinal)).Select(e => e.RoutePattern.RawText!)];
        open.ShouldBe(Reads.SelectMany(r => (string[])["/api/" + r, "/ajax-api/" + r]), ignoreOrder: true);
    }
}
