using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Endpoints;

/// <summary>An application is bound to an endpoint: a new version reaches it, and that is on record.</summary>
public sealed class PickupTests
{
    private const string Path = $"/api/v1/projects/{DeliveryWorld.Project}/endpoints/{DeliveryWorld.Endpoint}/pickups";

    [Theory]
    [MemberData(nameof(DeliveryWorld.Engines), MemberType = typeof(DeliveryWorld))]
    public async Task A_new_version_reaches_the_application_and_each_pick_up_is_on_record(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        ModelVersionView first = await at.ServeAsync(1);
        await AskAsync(at, "desk");
        ModelVersionView second = await at.ServeAsync(2);
        await AskAsync(at, "desk");
        await AskAsync(at, "kiosk");
        string[] all = [$"desk {first.Id}", $"desk {second.Id}", $"kiosk {second.Id}"];
        (await PickupsAsync(at)).Keys.ShouldBe(all, ignoreOrder: true);

        // Over a start nothing is forgotten, and the first time stays the first.
        Dictionary<string, string> before = await PickupsAsync(at);
        await at.World.RestartAsync();
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await at.World.AdvanceAsync(TimeSpan.FromMinutes(30));
        await AskAsync(at, "kiosk");
        (await PickupsAsync(at)).ShouldBe(before, ignoreOrder: true);
        // What a copy tells is kept beside it; what is older than what is known moves the first time back.
        await at.World.Http.SendAsync("PUT", $"/api/v1/snapshot/logs/{new string('a', 32)}/{DeliveryWorld.Endpoint}", HttpStatusCode.OK, new
        {
            instance = new string('b', 32),
            pickups = new[] { Told("edge", second.Id, "2001-01-02T00:00:00Z"), Told("desk", second.Id, "1999-01-02T00:00:00Z") },
        });
        Dictionary<string, string> after = await PickupsAsync(at);
        after.Keys.ShouldBe([.. all, $"edge {second.Id}"], ignoreOrder: true);
        after[$"desk {second.Id}"].ShouldStartWith("1999-01-02");
        await at.World.Http.SendAsync("PUT", $"/api/v1/snapshot/logs/{new string('a', 32)}/{DeliveryWorld.Endpoint}", HttpStatusCode.BadRequest, new
        {
            instance = new string('b', 32),
            pickups = new[] { Told("no name", second.Id, "2001-01-02T00:00:00Z") },
        });
    }

    [Fact]
    public async Task A_version_that_breaks_an_application_which_was_seen_to_ask_is_refused_with_its_name()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        await at.TrainAsync(SignatureTests.Model("score", "reason"));
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await AskAsync(at, "desk");
        (await PickupsAsync(at)).Count.ShouldBe(1);
        await at.TrainAsync(SignatureTests.Model("score"));
        LedgerEvent refused = (await at.World.EventsAsync("gate.decided"))[^1];
        ((string?)refused.Data["decision"], (string)refused.Data["reason"]!).ShouldSatisfyAllConditions(d => d.Item1.ShouldBe("reject"), d => d.Item2.ShouldContain("relied on by board, desk"));
        // One that has not asked for a long time relies on nothing any more.
        (await at.World.Database.ReadAsync(s => at.World.Get<IPickups>().Applications(s, DeliveryWorld.Endpoint, at.World.Now.AddDays(1)), TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    private static object Told(string application, string version, string at) => new { application, version_id = version, first = at, last = at };

    private static async Task AskAsync(DeliveryWorld at, string application)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v2/models/{DeliveryWorld.Endpoint}/infer")
        {
            Content = JsonContent.Create(new { inputs = new[] { new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { 0.5 } } } }),
        };
        request.Headers.Add("X-Cairn-App", application);
        using HttpResponseMessage answer = await at.World.Http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>First times, by application and version.</summary>
    private static async Task<Dictionary<string, string>> PickupsAsync(DeliveryWorld at)
    {
        JsonNode page = (await at.World.Http.SendAsync("GET", Path, HttpStatusCode.OK))!;
        return page["items"]!.AsArray().ToDictionary(p => $"{p.Text("application")} {p.Text("version_id")}", p => p.Text("first"));
    }
}
