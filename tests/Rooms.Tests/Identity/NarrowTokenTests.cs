using System.Net;
using System.Text.Json.Nodes;
using Cairn.Identity;
using Cairn.Projects;
using Cairn.Rooms.Tests.Projects;
using Microsoft.AspNetCore.Http;

namespace Cairn.Rooms.Tests.Identity;

/// <summary>Tokens that open endpoints alone, held against routes of one endpoint, of probers and of the server.</summary>
public sealed class NarrowTokenTests
{
    private static readonly TestWorldOptions Options = ProjectWorlds.Options with
    {
        Routes = a =>
        {
            a.MapIdentity();
            a.MapProjects();
            a.MapPost("/v2/models/{model}/infer", (HttpContext http) => http.Access().ActorId).OpenTo(AccessRole.Infer, "model").OpenTo(AccessRole.Probe);
            a.MapPost("/probes", () => "taken").OnlyFor(AccessRole.Probe);
        },
    };

    [Fact]
    public async Task A_narrow_token_opens_its_own_doors_and_no_other()
    {
        await using TestWorld world = await TestWorld.StartAsync(Options);
        foreach ((string? role, string path, HttpStatusCode expected) in new (string?, string, HttpStatusCode)[]
        {
            ("infer", "/v2/models/delay/infer", HttpStatusCode.OK), ("infer", "/v2/models/delay.test/infer", HttpStatusCode.OK),
            ("infer", "/v2/models/other/infer", HttpStatusCode.Forbidden), ("infer", "/probes", HttpStatusCode.Forbidden),
            ("infer", "/api/v1/projects", HttpStatusCode.Forbidden), ("infer", "/api/v1/tokens", HttpStatusCode.Forbidden),
            ("probe", "/v2/models/other/infer", HttpStatusCode.OK), ("probe", "/probes", HttpStatusCode.OK), ("probe", "/api/v1/tokens", HttpStatusCode.Forbidden),
            ("write", "/v2/models/other/infer", HttpStatusCode.OK), ("read", "/v2/models/other/infer", HttpStatusCode.Forbidden),
            ("admin", "/probes", HttpStatusCode.Forbidden), (null, "/probes", HttpStatusCode.Forbidden),
        })
        {
            string? secret = role is null ? null : "Bearer " + (await MakeAsync(world, role)).Text("secret");
            await world.Http.SendAsync("POST", path, expected, new { repository = "/nowhere" }, authorization: secret);
        }
    }

    [Fact]
    public async Task Another_audience_is_refused_here_and_rides_as_a_digest_alone()
    {
        await using TestWorld world = await TestWorld.StartAsync(Options);
        JsonNode made = await MakeAsync(world, "infer", "edge-1");
        JsonNode? refused = await world.Http.SendAsync("POST", "/v2/models/delay/infer", HttpStatusCode.Unauthorized, new { }, authorization: "Bearer " + made.Text("secret"));
        refused.Text("detail").ShouldContain("another server");
        await MakeAsync(world, "write");
        DataPlaneToken rides = (await world.Database.ReadAsync(world.Get<IDataPlaneTokens>().List)).ShouldHaveSingleItem();
        (rides.Audience, rides.Probes, rides.Digest).ShouldBe(("edge-1", false, TokenSecret.Hash(made.Text("secret"))));
        rides.Endpoints.ShouldBe(["delay", "delay.test"]);
        await world.Http.SendAsync("DELETE", "/api/v1/tokens/" + made.Text("id"), HttpStatusCode.NoContent);
        (await world.Database.ReadAsync(world.Get<IDataPlaneTokens>().List)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_narrow_token_names_its_field()
    {
        await using TestWorld world = await TestWorld.StartAsync(Options);
        foreach ((string body, string field) in new[]
        {
            ("""{"role":"infer"}""", "endpoints"), ("""{"role":"infer","endpoints":[]}""", "endpoints"), ("""{"role":"infer","endpoints":["a b"]}""", "endpoints"),
            ("""{"role":"infer","endpoints":["a"],"project":"late"}""", "project"), ("""{"role":"infer","endpoints":["a"],"audience":"A B"}""", "audience"),
            ("""{"role":"probe","endpoints":["a"]}""", "endpoints"), ("""{"role":"probe","project":"late"}""", "project"), ("""{"role":"write","audience":"edge"}""", "audience"),
        })
        {
            JsonObject request = JsonNode.Parse(body)!.AsObject();
            request["actor"] = "client:x";
            (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.BadRequest, request)).Text("field").ShouldBe(field);
        }
    }

    [Fact]
    public async Task The_token_of_the_servers_own_prober_is_made_once_and_only_its_user_reads_it()
    {
        await using TestWorld world = await TestWorld.StartAsync(Options);
        string file = Path.Combine(world.Directory, "token");
        await world.Get<IProberToken>().EnsureAsync(file);
        string secret = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await world.Get<IProberToken>().EnsureAsync(file);
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(secret);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await world.Http.SendAsync("POST", "/probes", HttpStatusCode.OK, new { }, authorization: "Bearer " + secret);
        (await world.Database.ReadAsync(s => s.Scalar<long>("select count(*) from tokens"))).ShouldBe(1);
    }

    private static async Task<JsonNode> MakeAsync(TestWorld world, string role, string? audience = null)
    {
        var request = new JsonObject { ["actor"] = "client:x", ["role"] = role };
        if (role == "infer") request["endpoints"] = new JsonArray("delay", "delay.test");
        if (audience is not null) request["audience"] = audience;
        return (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, request))!;
    }
}
