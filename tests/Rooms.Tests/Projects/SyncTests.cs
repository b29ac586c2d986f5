using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Projects;

namespace Cairn.Rooms.Tests.Projects;

public sealed class SyncTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_new_head_is_adopted_and_people_come_and_go_with_the_file(string engine)
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options, engine);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        await world.Http.SendAsync("POST", "/api/v1/projects/late/people", HttpStatusCode.Created, new { person = "sim:dee", role = "data-engineer" }, actor: "sim:ada");
        await world.Http.SendAsync("POST", "/api/v1/projects/late/people", HttpStatusCode.OK, new { person = "sim:dee", role = "data-engineer" }, actor: "sim:ada");
        int before = (await world.EventsAsync()).Count;

        // Another commit, the same file: the head moves, nothing is declared.
        string second = repository.Write("README.md", "words").Commit("words");
        JsonNode? moved = await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.OK);
        (moved.Text("commit"), moved!["moved"]!.GetValue<bool>(), moved["declared"]!.GetValue<bool>()).ShouldBe((second, true, false));
        (await world.EventsAsync()).Count.ShouldBe(before);

        repository.Write("cairn.yaml", ProjectWorlds.File.Replace("[sim:ben, sim:cem]", "[sim:ben]", StringComparison.Ordinal)).Commit("cem left");
        moved = await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.OK);
        moved!["declared"]!.GetValue<bool>().ShouldBeTrue();
        IReadOnlyList<LedgerEvent> events = await world.EventsAsync();
        events.Skip(before).Select(e => e.Type).ShouldBe(["project.declared", "role.revoked"]);
        events[^1].Data.Text("person").ShouldBe("sim:cem");
        JsonNode? people = await world.Http.SendAsync("GET", "/api/v1/projects/late/people", HttpStatusCode.OK);
        people!.AsArray().Select(p => p.Text("person")).ShouldBe(["sim:ada", "sim:ben", "sim:dee"]);
        (await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.OK))!["moved"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public void A_file_in_force_is_read_by_the_rules_of_its_day()
    {
        const string timeless = "project: late\ndata: {trips: {from: trips.csv}}\nfeatures: {recent: {in: {t: data.trips}, sql: \"select 1\", key: id, time: at, after: 0}}\n";
        ProjectFile.Parse(timeless, "cairn.yaml").Faults.ShouldHaveSingleItem().Path.ShouldBe("features.recent.in");
        new ProjectFiles().Of(new ProjectRow { Name = "late", FileDigest = "sha256:1", File = timeless }).Features.Keys.ShouldBe(["recent"]);
    }

    [Fact]
    public async Task A_faulty_new_head_changes_nothing_and_is_shown_until_it_is_mended()
    {
        using var repository = new TestRepository();
        string good = repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        int before = (await world.EventsAsync()).Count;
        string bad = repository.Write("cairn.yaml", ProjectWorlds.File + "\nstepz: {}\n").Commit("oops");
        JsonNode? problem = await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.BadRequest);
        problem!["faults"]!.AsArray()[0].Text("suggestion").ShouldBe("steps");
        JsonNode? project = await world.Http.SendAsync("GET", "/api/v1/projects/late", HttpStatusCode.OK);
        project.Text("commit").ShouldBe(good);
        project!["sync_fault"].Text("commit").ShouldBe(bad);
        (await world.EventsAsync()).Count.ShouldBe(before);

        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("mended");
        await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.OK);
        (await world.Http.SendAsync("GET", "/api/v1/projects/late", HttpStatusCode.OK))!["sync_fault"].ShouldBeNull();
    }

    [Fact]
    public async Task A_project_keeps_its_name_and_a_repository_that_is_gone_is_said()
    {
        var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        repository.Write("cairn.yaml", ProjectWorlds.File.Replace("late", "early", StringComparison.Ordinal)).Commit("renamed");
        await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.Conflict);
        repository.Dispose();
        await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.BadRequest);
        (await world.Http.SendAsync("GET", "/api/v1/projects/late", HttpStatusCode.OK))!["sync_fault"].Text("detail").ShouldContain("no git repository");
    }

    [Fact]
    public async Task A_timer_looks_at_the_repository_by_itself()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        TestWorldOptions hourly = ProjectWorlds.Options with { Rooms = s => Cairn.Identity.IdentityModule.AddIdentity(s).AddProjects(new ProjectsOptions { SyncCron = "0 * * * *" }) };
        await using TestWorld world = await TestWorld.StartAsync(hourly);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        string second = repository.Write("README.md", "words").Commit("words");
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        (await world.Get<IProjects>().RequireAsync("late")).Commit.ShouldBe(second);
        await world.Http.SendAsync("POST", "/api/v1/projects/late/retire", HttpStatusCode.OK);
        repository.Write("README.md", "more").Commit("more");
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        (await world.Get<IProjects>().RequireAsync("late")).Commit.ShouldBe(second);
    }

    [Fact]
    public async Task Paused_resumed_retired_each_once_and_on_the_record()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        await world.Http.SendAsync("POST", "/api/v1/projects/late/resume", HttpStatusCode.Conflict);
        await world.Http.SendAsync("POST", "/api/v1/projects/late/pause", HttpStatusCode.OK);
        await world.Http.SendAsync("POST", "/api/v1/projects/late/pause", HttpStatusCode.Conflict);
        (await world.Http.SendAsync("POST", "/api/v1/projects/late/resume", HttpStatusCode.OK)).Text("state").ShouldBe("active");
        await world.Http.SendAsync("POST", "/api/v1/projects/late/retire", HttpStatusCode.OK, new { reason = "done" });
        await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.Conflict);
        (await world.EventsAsync("project")).Select(e => e.Type).ShouldBe(["project.declared", "project.paused", "project.declared", "project.retired"]);
        (await world.Http.SendAsync("GET", "/api/v1/projects", HttpStatusCode.OK))!["items"]!.AsArray().ShouldBeEmpty();
        (await world.Http.SendAsync("GET", "/api/v1/projects?retired=true", HttpStatusCode.OK))!["items"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_the_owner_gives_and_takes_roles()
    {
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        await using TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        await world.Http.SendAsync("POST", "/api/v1/projects/late/people", HttpStatusCode.Forbidden, new { person = "sim:ben", role = "owner" }, actor: "sim:ben");
        await world.Http.SendAsync("POST", "/api/v1/projects/late/people", HttpStatusCode.Created, new { person = "sim:ben", role = "owner" }, actor: "sim:ada");
        await world.Http.SendAsync("DELETE", "/api/v1/projects/late/people/sim:ada/roles/owner", HttpStatusCode.NoContent, actor: "sim:ben");
        await world.Http.SendAsync("DELETE", "/api/v1/projects/late/people/sim:ada/roles/owner", HttpStatusCode.NotFound, actor: "sim:ben");
        await world.Http.SendAsync("POST", "/api/v1/projects/late/people", HttpStatusCode.BadRequest, new { person = "svc:x", role = "owner" });
        await world.Http.SendAsync("POST", "/api/v1/projects/late/people", HttpStatusCode.BadRequest, new { person = "sim:x", role = "king" });
        IReadOnlyList<LedgerEvent> roles = await world.EventsAsync("role");
        roles[^1].Type.ShouldBe("role.revoked");
        roles[^1].Actor.Id.ShouldBe("sim:ben");
        (await world.Http.SendAsync("GET", "/api/v1/people", HttpStatusCode.OK))!.AsArray().Count.ShouldBe(3);
    }
}
