using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Identity;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Rooms.Tests.Projects;

namespace Cairn.Rooms.Tests.Identity;

public sealed class TokenTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_token_opens_by_Bearer_and_Basic_until_it_is_revoked(string engine)
    {
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options, engine);
        JsonNode? made = await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "client:ci", role = "write", note = "build server" });
        string secret = made.Text("secret");
        (await MeAsync(world, "Bearer " + secret))!.Text("actor").ShouldBe("client:ci");
        (await MeAsync(world, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + secret))))!.Text("kind").ShouldBe("client");

        JsonNode? list = await world.Http.SendAsync("GET", "/api/v1/tokens", HttpStatusCode.OK);
        list!.ToJsonString().ShouldNotContain(secret);
        await world.Http.SendAsync("DELETE", "/api/v1/tokens/" + made.Text("id"), HttpStatusCode.NoContent);
        await world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.Unauthorized, authorization: "Bearer " + secret);
        await world.Http.SendAsync("DELETE", "/api/v1/tokens/nothing", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_secret_is_nowhere_in_the_database()
    {
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        string secret = (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "person:ada" })).Text("secret");
        string random = secret.Split('_')[2];
        random.Length.ShouldBe(64);
        foreach (string file in Directory.EnumerateFiles(world.Directory, "cairn.db*"))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            (await reader.ReadToEndAsync()).ShouldNotContain(random);
        }
        (await world.Database.ReadAsync(s => s.Scalar<string>("select hash from tokens"))).ShouldBe(TokenSecret.Hash(secret));
    }

    [Theory]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer ")]
    [InlineData("Bearer cairn_01ARZ3NDEKTSV4RRFFQ69G5FAV_0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("Basic !!!")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Digest x")]
    [InlineData("cairn")]
    public async Task A_wrong_token_is_refused_even_on_loopback(string authorization)
    {
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using HttpResponseMessage response = await world.Http.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("Bearer");
    }

    [Fact]
    public async Task Another_secret_with_a_known_id_is_refused_and_an_expired_token_too()
    {
        var clock = new MovableClock();
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options with { Rooms = s => { ProjectWorlds.Options.Rooms(s); s.AddSingleton(new RealTime(clock)); } });
        string secret = (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "person:ada", expires_in = "1h" })).Text("secret");
        (await MeAsync(world, "Bearer " + secret))!.Text("role").ShouldBe("write");
        string other = secret[..^1] + (secret[^1] == '0' ? '1' : '0');
        await world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.Unauthorized, authorization: "Bearer " + other);
        clock.Ahead = TimeSpan.FromMinutes(61);
        await world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.Unauthorized, authorization: "Bearer " + secret);
    }

    [Theory]
    [InlineData("read", "POST", "/api/v1/projects", HttpStatusCode.Forbidden)]
    [InlineData("read", "POST", "/api/v1/projects/late/sync", HttpStatusCode.Forbidden)]
    [InlineData("read", "GET", "/api/v1/projects", HttpStatusCode.OK)]
    [InlineData("read", "GET", "/api/v1/tokens", HttpStatusCode.Forbidden)]
    [InlineData("write", "GET", "/api/v1/tokens", HttpStatusCode.Forbidden)]
    [InlineData("write", "POST", "/api/v1/projects/late/sync", HttpStatusCode.NotFound)]
    [InlineData("admin", "GET", "/api/v1/tokens", HttpStatusCode.OK)]
    public async Task Each_route_asks_for_its_role(string role, string method, string path, HttpStatusCode expected)
    {
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        string secret = (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "client:x", role })).Text("secret");
        await world.Http.SendAsync(method, path, expected, method == "POST" ? new { repository = "/nowhere" } : null, authorization: "Bearer " + secret);
    }

    [Fact]
    public async Task A_token_of_one_project_sees_no_other()
    {
        using var late = new TestRepository();
        late.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = late.Path, branch = "main" });
        string mine = "Bearer " + (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "client:x", project = "late" })).Text("secret");
        string other = "Bearer " + (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "client:y", project = "early", role = "admin" })).Text("secret");
        await world.Http.SendAsync("GET", "/api/v1/projects/late", HttpStatusCode.OK, authorization: mine);
        string foreign = (await world.Http.SendAsync("GET", "/api/v1/projects/late", HttpStatusCode.NotFound, authorization: other)).Text("detail");
        string absent = (await world.Http.SendAsync("GET", "/api/v1/projects/absent", HttpStatusCode.NotFound)).Text("detail");
        foreign.Replace("late", "absent", StringComparison.Ordinal).ShouldBe(absent);
        (await world.Http.SendAsync("GET", "/api/v1/projects", HttpStatusCode.OK, authorization: other))!["items"]!.AsArray().ShouldBeEmpty();
        (await world.Http.SendAsync("GET", "/api/v1/people", HttpStatusCode.OK, authorization: other))!.AsArray().ShouldBeEmpty();
        await world.Http.SendAsync("GET", "/api/v1/tokens", HttpStatusCode.Forbidden, authorization: other);
        await world.Http.SendAsync("GET", "/api/v1/ledger/events", HttpStatusCode.Forbidden, authorization: other);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Forbidden, new { repository = "https://git.example.org/a/b" }, authorization: mine);
    }

    [Theory]
    [InlineData("{\"role\":\"write\"}", "actor")]
    [InlineData("{\"actor\":\"local\"}", "actor")]
    [InlineData("{\"actor\":\"svc:delivery\"}", "actor")]
    [InlineData("{\"actor\":\"person:a\\nb\"}", "actor")]
    [InlineData("{\"actor\":\"person:ada\",\"role\":\"god\"}", "role")]
    [InlineData("{\"actor\":\"person:ada\",\"expires_in\":\"soon\"}", "expires_in")]
    [InlineData("{\"actor\":\"person:ada\",\"project\":\"../x\"}", "project")]
    public async Task A_wrong_request_for_a_token_names_its_field(string body, string field)
    {
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        JsonNode? problem = await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.BadRequest, JsonNode.Parse(body));
        problem.Text("field").ShouldBe(field);
    }

    [Fact]
    public async Task Beyond_loopback_nothing_starts_without_a_token_and_then_nothing_goes_without_one()
    {
        TestWorldOptions open = ProjectWorlds.Options with { Rooms = s => s.AddIdentity(new IdentityOptions { BeyondLoopback = true }), Routes = a => a.MapIdentity() };
        InvalidOperationException refused = await Should.ThrowAsync<InvalidOperationException>(() => TestWorld.StartAsync(open));
        refused.Message.ShouldContain("cairn token create");
        await using TestWorld world = await TestWorld.StartAsync(open with { Rooms = s => { open.Rooms(s); s.AddHostedService<FirstToken>(); MoveBindingGuardLast(s); } });
        await world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.Unauthorized);
        await world.Http.SendAsync("GET", "/api/v1/tokens", HttpStatusCode.OK, authorization: "Bearer " + FirstToken.Secret);
    }

    [Fact]
    public async Task What_a_proxy_forwards_is_not_local()
    {
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        (await world.Http.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static Task<JsonNode?> MeAsync(TestWorld world, string authorization) => world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.OK, authorization: authorization);

    private static void MoveBindingGuardLast(IServiceCollection services)
    {
        ServiceDescriptor guard = services.Single(d => d.ImplementationType == typeof(BindingGuard));
        services.Remove(guard);
        services.Add(guard);
    }

    /// <summary>Stands for the first start on loopback, where a token was made.</summary>
    private sealed class FirstToken(IDatabase database, TokenStore store, RealTime real) : Microsoft.Extensions.Hosting.IHostedService
    {
        private const string Id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

        public static string Secret { get; } = TokenSecret.New(Id);

        public Task StartAsync(CancellationToken cancellationToken) => database.WriteAsync(s => store.Insert(s, new TokenRow
        {
            Id = Id,
            Actor = "person:root",
            Role = "admin",
            Hash = TokenSecret.Hash(Secret),
            CreatedBy = "local",
            ExpiresAt = real.Now.AddDays(1).ToUnixTimeMilliseconds(),
        }), cancellation: cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class MovableClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
