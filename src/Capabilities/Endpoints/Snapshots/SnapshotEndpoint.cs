using Cairn.Contracts.Snapshots;
using Cairn.Identity;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

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
        byte[] json = SnapshotJson.Serialize(Served(state));
        return Results.Bytes(json, "application/json", entityTag: new EntityTagHeaderValue($"\"{Digest.Of(json)}\""));
    }

    /// <summary>Files that the snapshot names, and no other.</summary>
    private static IResult GetFile(string digest, PublisherState state) => SnapshotFiles.Of(Served(state)).TryGetValue(digest, out string? path) && File.Exists(path)
        ? Results.File(path, "application/octet-stream")
        : throw ApiException.NotFound("file of the snapshot", digest, "Ask for the snapshot again; it names its files.");

    private static RouteSnapshot Served(PublisherState state) => state.Served ?? throw ApiException.NotFound("snapshot", "current", "Nothing was served yet; come again in a moment.");
}
