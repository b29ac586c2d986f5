using Cairn.Identity;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Endpoints;

/// <summary>
/// The snapshot and its files, for copies of the data plane: whoever knows the snapshot's tag hears only of another one. Its paths are of this machine; it
/// has digests of tokens, so it is for admins, and for tokens of copies, which open nothing else.
/// </summary>
internal static class SnapshotEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder snapshot = routes.MapGroup("/api/v1/snapshot").RequireRole(AccessRole.Admin).OpenTo(AccessRole.Copy).WithTags("endpoints");
        snapshot.MapGet("", Get);
        snapshot.MapGet("/files/{digest}", GetFile);
    }

    private static IResult Get(PublisherState state)
    {
        ServedSnapshot served = Served(state);
        return Results.Bytes(served.Json, "application/json", entityTag: served.Tag);
    }

    /// <summary>Files that the snapshot names, and no other.</summary>
    private static IResult GetFile(string digest, PublisherState state) => Served(state).Files.TryGetValue(digest, out string? path) && File.Exists(path)
        ? Results.File(path, "application/octet-stream")
        : throw ApiException.NotFound("file of the snapshot", digest, "Ask for the snapshot again; it names its files.");

    private static ServedSnapshot Served(PublisherState state) => state.Served ?? throw ApiException.NotFound("snapshot", "current", "Nothing was served yet; come again in a moment.");
}
