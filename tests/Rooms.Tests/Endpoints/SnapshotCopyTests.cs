using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Cairn.Contracts.Snapshots;
using Cairn.Endpoints;
using Cairn.Platform.Artifacts;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>What the control plane gives to copies of the data plane.</summary>
public sealed class SnapshotCopyTests
{
    private const string Path = "/api/v1/snapshot";

    [Fact]
    public async Task A_copy_gets_the_snapshot_once_and_the_files_that_it_names_alone()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        ModelVersionView served = await at.ServeAsync(1), other = await at.RegisterAsync(2);
        string token = await TokenAsync(at, "copy");
        using HttpResponseMessage first = await AskAsync(at, Path, token);
        RouteSnapshot snapshot = SnapshotJson.Parse(await first.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        SnapshotFiles.Of(snapshot).Keys.ShouldBe([served.Digest]);
        (await AskAsync(at, Path, token, first.Headers.ETag)).StatusCode.ShouldBe(HttpStatusCode.NotModified);

        using HttpResponseMessage file = await AskAsync(at, $"{Path}/files/{Uri.EscapeDataString(served.Digest)}", token);
        Digest.Of(await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBe(served.Digest);
        foreach (string digest in new[] { other.Digest, "sha256:", "..%2F..%2Fcairn.db" })
            (await AskAsync(at, $"{Path}/files/{digest}", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        await at.ServeAsync(3);
        using HttpResponseMessage second = await AskAsync(at, Path, token, first.Headers.ETag);
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(at, $"{Path}/files/{Uri.EscapeDataString(served.Digest)}", token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_server_that_begins_anew_has_nothing_new_to_say()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.ServeAsync(1);
        string token = await TokenAsync(at, "copy");
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        using HttpResponseMessage before = await AskAsync(at, Path, token);
        await at.World.RestartAsync();
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        (await AskAsync(at, Path, token, before.Headers.ETag)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task Snapshot_and_files_are_for_copies_and_admins_and_a_copy_opens_nothing_else()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        string file = $"{Path}/files/{Uri.EscapeDataString((await at.ServeAsync(1)).Digest)}";
        foreach ((string role, HttpStatusCode expected) in new[]
        {
            ("copy", HttpStatusCode.OK), ("admin", HttpStatusCode.OK), ("write", HttpStatusCode.Forbidden), ("read", HttpStatusCode.Forbidden), ("infer", HttpStatusCode.Forbidden), ("probe", HttpStatusCode.Forbidden),
        })
        {
            string token = await TokenAsync(at, role);
            foreach (string path in new[] { Path, file, Path + "/hash-key" }) (await AskAsync(at, path, token)).StatusCode.ShouldBe(expected, $"{role} {path}");
        }

        string copy = await TokenAsync(at, "copy");
        foreach (string path in new[] { "/api/v1/projects", "/api/v1/tokens", "/v2/models/delay", "/api/v1/me" })
            (await AskAsync(at, path, copy)).StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        (await AskAsync(at, Path, "cairn_01ARZ3NDEKTSV4RRFFQ69G5FAV_" + new string('0', 64))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<HttpResponseMessage> AskAsync(DeliveryWorld at, string path, string token, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", token);
        if (tag is not null) request.Headers.IfNoneMatch.Add(tag);
        return await at.World.Http.SendAsync(request);
    }

    private static async Task<string> TokenAsync(DeliveryWorld at, string role)
    {
        var request = new JsonObject { ["actor"] = "client:edge", ["role"] = role };
        if (role == "infer") request["endpoints"] = new JsonArray("delay");
        return (await at.World.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, request)).Text("secret");
    }
}
