using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Rooms.Tests.Maturity;

public sealed class PeopleTests
{
    private const string Statements = MaturityWorlds.Base + "/statements", Waivers = MaturityWorlds.Base + "/waivers";

    [Fact]
    public async Task A_statement_is_made_in_a_role_that_is_held_and_taken_back_by_its_maker()
    {
        using var repository = new TestRepository();
        await using TestWorld world = await MaturityWorlds.StartAsync(repository);
        var asEngineer = new { id = "tight-team-collaboration", as_role = "software-engineer" };
        await world.Http.SendAsync("POST", Statements, HttpStatusCode.Forbidden, asEngineer, "sim:ada");
        await world.Http.SendAsync("POST", Statements, HttpStatusCode.BadRequest, asEngineer with { as_role = "data-engineer" }, "sim:ben");
        await world.Http.SendAsync("POST", Statements, HttpStatusCode.NotFound, asEngineer with { id = "all-is-well" }, "sim:ben");
        await world.Http.SendAsync("POST", Statements, HttpStatusCode.Created, asEngineer, "sim:ben");
        LedgerEvent made = (await world.EventsAsync("statement.made")).ShouldHaveSingleItem();
        made.Actor.Id.ShouldBe("sim:ben");
        made.Data.Text("as_role").ShouldBe("software-engineer");
        made.Data.Text("expires").ShouldStartWith("2001-04-01");
        JsonNode? listed = await world.Http.SendAsync("GET", Statements, HttpStatusCode.OK);
        listed!.AsArray().Single(s => s.Text("id") == asEngineer.id)!["made"]!.AsArray().Single().Text("person").ShouldBe("sim:ben");
        string revoke = $"{Statements}/{asEngineer.id}/revoke";
        await world.Http.SendAsync("POST", revoke, HttpStatusCode.NotFound, new { }, "sim:cem");
        await world.Http.SendAsync("POST", revoke, HttpStatusCode.NoContent, new { }, "sim:ben");
        (await world.EventsAsync("statement.revoked")).Single().Subject.Id.ShouldBe(made.Subject.Id);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_waiver_is_asked_for_by_one_and_approved_by_another(string engine)
    {
        using var repository = new TestRepository();
        await using TestWorld world = await MaturityWorlds.StartAsync(repository, engine: engine);
        var ask = new { capability = "source-control", reason = "the archive moves in March", until = "2001-03-01T00:00:00Z" };
        (await world.Http.SendAsync("POST", Waivers, HttpStatusCode.BadRequest, ask with { until = "2003-01-01T00:00:00Z" }, "sim:ada")).Text("field").ShouldBe("until");
        (await world.Http.SendAsync("POST", Waivers, HttpStatusCode.BadRequest, ask with { capability = "sauce-control" }, "sim:ada")).Text("field").ShouldBe("capability");
        await world.Http.SendAsync("POST", Waivers, HttpStatusCode.Forbidden, ask, "sim:stranger");
        string id = (await world.Http.SendAsync("POST", Waivers, HttpStatusCode.Created, ask, "sim:ada")).Text("id");
        await world.Http.SendAsync("POST", $"{Waivers}/{id}/approve", HttpStatusCode.Forbidden, new { }, "sim:ada");
        (await StatusAsync(world)).ShouldNotBe("WAIVED");
        (await world.Http.SendAsync("POST", $"{Waivers}/{id}/approve", HttpStatusCode.OK, new { }, "sim:ben")).Text("approved_by").ShouldBe("sim:ben");
        await world.Http.SendAsync("POST", $"{Waivers}/{id}/approve", HttpStatusCode.Conflict, new { }, "sim:cem");
        (await StatusAsync(world)).ShouldBe("WAIVED");
        (await world.EventsAsync("approval.given")).Single().Data["of"].Text("kind").ShouldBe("waiver");
        await world.Http.SendAsync("POST", $"{Waivers}/{id}/revoke", HttpStatusCode.OK, new { reason = "moved early" }, "sim:cem");
        (await StatusAsync(world)).ShouldNotBe("WAIVED");
        (await world.Http.SendAsync("GET", Waivers, HttpStatusCode.OK))!.AsArray().Single().Text("state").ShouldBe("revoked");
    }

    private static async Task<string> StatusAsync(TestWorld world)
    {
        await world.QuietAsync();
        return (await world.Http.SendAsync("GET", MaturityWorlds.Base + "/maturity/source-control", HttpStatusCode.OK)).Text("status");
    }
}
