using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Rooms.Tests.Projects;

namespace Cairn.Rooms.Tests.Identity;

public sealed class SimulatedActorTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_real_world_refuses_simulated_people(string engine)
    {
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Real, engine);
        JsonNode? problem = await world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.Forbidden, actor: "sim:ada");
        problem.Text("code").ShouldBe("simulated-actor");
        await world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.Forbidden, actor: "person:ada");
        await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.BadRequest, new { actor = "sim:ada" });
        await Should.ThrowAsync<ArgumentException>(() => world.Database.WriteAsync(s =>
            world.Ledger.Append(s, new EventDraft("project.paused", "p", "p", new Actor("sim:ada", "person", [], "api")))));
        (await world.EventsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_real_world_refuses_a_project_file_with_simulated_people()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Real);
        JsonNode? problem = await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.BadRequest, new { repository = repository.Path, branch = "main" });
        problem!["faults"]!.AsArray().Select(f => f.Text("path")).ShouldContain("project.owner");
    }

    [Fact]
    public async Task In_a_simulated_world_they_act_with_the_roles_they_hold()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        (await world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.OK, actor: "sim:ada")).Text("actor").ShouldBe("sim:ada");
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path, branch = "main" }, actor: "sim:ada");
        await world.Http.SendAsync("POST", "/api/v1/projects/late/pause", HttpStatusCode.OK, new { reason = "holidays" }, actor: "sim:ben");
        IReadOnlyList<LedgerEvent> events = await world.EventsAsync("project");
        events.Select(e => (e.Type, e.Actor.Id)).ShouldBe([("project.declared", "sim:ada"), ("project.paused", "sim:ben")]);
        events[1].Actor.Roles.ShouldBe(["software-engineer"]);
    }

    [Theory]
    [InlineData("sim:")]
    [InlineData("sim:Ada")]
    [InlineData("local")]
    [InlineData("person:ada")]
    [InlineData("svc:delivery")]
    [InlineData("sim:a b")]
    public async Task Other_names_are_refused_there(string actor)
    {
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("GET", "/api/v1/me", HttpStatusCode.BadRequest, actor: actor);
    }
}
