using Cairn.Contracts.Snapshots;
using Cairn.Identity;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>The snapshot as a file, for copies of the data plane. Its paths are of this machine; it has digests of tokens, so it is for admins.</summary>
internal static class SnapshotEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/snapshot", Get).RequireRole(AccessRole.Admin).WithTags("endpoints");

    private static IResult Get(PublisherState state) => state.Served is { } served
        ? Results.Bytes(SnapshotJson.Serialize(served), "application/json")
        : throw ApiException.NotFound("snapshot", "current", "Nothing was served yet; come again in a moment.");
}
