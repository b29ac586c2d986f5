using System.Net;
using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Access;

/// <summary>A data plane alone, with the tokens of its snapshot: one for the endpoint "a", and those that must not open it.</summary>
public sealed class TokenGateTests(TokenGateTests.Gated gated) : IClassFixture<TokenGateTests.Gated>
{
    private const string Body = """{"inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";

    [Theory]
    [InlineData("", 200)]
    [InlineData("forwarded", 401)]
    [InlineData("A", 200)]
    [InlineData("basic:A", 200)]
    [InlineData("A+forwarded", 200)]
    [InlineData("elsewhere", 401)]
    [InlineData("expired", 401)]
    [InlineData("unknown", 401)]
    [InlineData("other", 403)]
    public async Task Each_token_opens_what_it_names_where_it_is_for(string who, int expected)
    {
        Answer answer = await gated.AskAsync("/v2/models/a/infer", Body, who);
        ((int)answer.Status).ShouldBe(expected);
        if (expected == 401) answer.Headers["WWW-Authenticate"].ShouldContain("Bearer");
        if (expected != 200) answer.Json.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
        Answer told = await gated.AskAsync("/endpoints/a/outcomes", "[]", who);
        ((int)told.Status).ShouldBe(expected == 200 ? (int)(await gated.AskAsync("/endpoints/a/outcomes", "[]", "")).Status : expected);
        told.Headers["Content-Type"].ShouldBe("application/problem+json");
        Answer scored = await gated.AskAsync("/endpoints/a/invocations", """{"instances":[[1,2,3,4]]}""", who);
        if (expected != 200) scored.Json.GetProperty("error_code").GetString().ShouldBe(expected == 401 ? "UNAUTHENTICATED" : "PERMISSION_DENIED");
    }

    [Fact]
    public async Task A_token_of_endpoints_opens_no_other_and_nothing_of_the_server()
    {
        (await gated.AskAsync("/v2/models/b/infer", Body, "A")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await gated.AskAsync("/v2/models/none/infer", Body, "A")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await gated.AskAsync("/v2/repository/index", "{}", "A")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await gated.AskAsync("/metrics", null, "A")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await gated.AskAsync("/v2/models/a/stats", null, "A")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await gated.AskAsync("/v2/models/a", null, "A")).Status.ShouldBe(HttpStatusCode.OK);
        (await gated.AskAsync("/v2/health/ready", null, "unknown")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_open_one_asks_nobody_for_a_token_but_takes_no_bad_one()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.Open = true, checksTokens: true);
        await host.ApplyAsync(ServingHost.Endpoint("a", host.Model("1", TestModels.Matrix())));
        (await host.PostAsync("/v2/models/a/infer", Body, ("X-Forwarded-For", "203.0.113.9"))).Status.ShouldBe(HttpStatusCode.OK);
        (await host.PostAsync("/v2/models/a/infer", Body, ("Authorization", "Bearer cairn_none_none"))).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Only_a_probers_token_may_mark()
    {
        (await gated.AskAsync("/v2/models/a/infer", Body, "A", ("X-Cairn-Probe", "1"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await gated.AskAsync("/v2/models/a/infer", Body, "", ("X-Cairn-Probe", "1"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await gated.AskAsync("/v2/models/a/infer", Body, "prober", ("X-Cairn-Probe", "1"))).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_snapshot_holds_digests_and_wrong_ones_are_refused()
    {
        string text = Encoding.UTF8.GetString(SnapshotJson.Serialize(new RouteSnapshot { Epoch = 1, Tokens = [Gated.Token("A", "cairn", ["a"])] }));
        text.ShouldNotContain(Gated.Secret("A"));
        SnapshotJson.Parse(Encoding.UTF8.GetBytes(text)).Tokens.ShouldHaveSingleItem().Endpoints.ShouldBe(["a"]);
        TokenRoute good = Gated.Token("A", "cairn", ["a"]);
        foreach ((TokenRoute token, string path) in new[] { (good with { Digest = "x" }, "digest"), (good with { Audience = "" }, "audience"), (good with { Endpoints = [] }, "endpoints"), (good with { Id = "" }, "id") })
            SnapshotCheck.Faults(new RouteSnapshot { Epoch = 1, Tokens = [token] }).ShouldHaveSingleItem().Path.ShouldBe($"$.tokens[0].{path}");
        SnapshotCheck.Faults(new RouteSnapshot { Epoch = 1, Tokens = [good, good] }).ShouldHaveSingleItem().Path.ShouldBe("$.tokens");
    }

    public sealed class Gated : IAsyncLifetime
    {
        internal ServingHost Host { get; private set; } = null!;

        public static string Secret(string who) => $"cairn_{who}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(who)))}";

        public static TokenRoute Token(string who, string audience, string[]? endpoints) => new()
        {
            Id = who,
            Digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret(who)))),
            Audience = audience,
            Endpoints = endpoints,
            Until = who == "expired" ? DateTimeOffset.UnixEpoch : DateTimeOffset.MaxValue,
            Probes = who == "prober",
        };

        public async ValueTask InitializeAsync()
        {
            Host = await ServingHost.StartAsync(checksTokens: true);
            VariantRoute model = Host.Model("1", TestModels.Matrix());
            await Host.Routes.ApplyAsync(new RouteSnapshot
            {
                Epoch = 1,
                Endpoints = [ServingHost.Endpoint("a", model), ServingHost.Endpoint("b", model)],
                Tokens = [Token("A", "cairn", ["a"]), Token("other", "cairn", ["b"]), Token("elsewhere", "edge", ["a"]), Token("expired", "cairn", ["a"]), Token("prober", "cairn", null)],
            });
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();

        internal Task<Answer> AskAsync(string path, string? body, string who, params (string, string)[] headers)
        {
            var all = new List<(string, string)>(headers);
            if (who.EndsWith("forwarded", StringComparison.Ordinal)) all.Add(("X-Forwarded-For", "203.0.113.9"));
            string name = who.Split('+')[0];
            if (name.StartsWith("basic:", StringComparison.Ordinal)) all.Add(("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("any:" + Secret(name[6..])))));
            else if (name.Length > 0 && name != "forwarded") all.Add(("Authorization", "Bearer " + Secret(name)));
            return body is null ? Host.SendAsync(HttpMethod.Get, path, null, [.. all]) : Host.PostAsync(path, body, [.. all]);
        }
    }
}
