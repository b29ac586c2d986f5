using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Projects;

/// <summary>A role that the file gives is in force when somebody wrote or gave it who may.</summary>
public sealed class WaitingRoleTests
{
    private const string People = "/api/v1/projects/late/people", Ben = "sim:ben <ben@example.org>", Mel = "Mel <mel@example.org>", Ada = "Ada <sim:ada>";
    private const string Engineers = "[sim:ben, sim:cem]";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Nobody_gives_himself_a_role_and_its_holders_or_the_owner_give_it(string engine)
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, engine);
        await DeclareAsync(world, repository, With("[sim:ben, sim:mel, sim:noa]", data: "[sim:mel]"), Mel);
        (await RolesAsync(world, "sim:mel")).ShouldBeEmpty();
        (await RolesAsync(world, "sim:cem")).ShouldBe("software-engineer", "whom the file takes the role from keeps it while somebody waits for it");
        (await WaitingAsync(world)).ShouldBe(["sim:mel data-engineer data-engineer owner", "sim:mel software-engineer software-engineer owner", "sim:noa software-engineer software-engineer owner"]);
        (await world.Http.SendAsync("GET", People + "/waiting", HttpStatusCode.OK))![0].Text("proposed_by").ShouldStartWith("person:git-");

        await GiveAsync(world, "sim:mel", "software-engineer", "sim:mel", HttpStatusCode.Forbidden);
        await GiveAsync(world, "sim:mel", "data-engineer", "sim:ben", HttpStatusCode.Forbidden);
        await GiveAsync(world, "sim:dee", "software-engineer", "sim:ben", HttpStatusCode.Forbidden);
        await GiveAsync(world, "sim:noa", "software-engineer", "sim:ben", HttpStatusCode.Created);
        // What else is written into the file, by whom ever, gives nobody what waits.
        await DeclareAsync(world, repository, With("[sim:ben, sim:mel, sim:noa]", data: "[sim:mel]") + "\n# more", Ada);
        (await WaitingAsync(world)).ShouldBe(["sim:mel data-engineer data-engineer owner", "sim:mel software-engineer software-engineer owner"]);
        (await RolesAsync(world, "sim:cem")).ShouldBe("software-engineer");
        await GiveAsync(world, "sim:mel", "software-engineer", "sim:ada", HttpStatusCode.Created);
        (await RolesAsync(world, "sim:cem")).ShouldBeEmpty();
        (await world.EventsAsync("role")).TakeLast(3).Select(e => $"{e.Type} {e.Data.Text("person")} by {e.Actor.Id}")
            .ShouldBe(["role.granted sim:noa by sim:ben", "role.granted sim:mel by sim:ada", "role.revoked sim:cem by sim:ada"]);

        await DeclareAsync(world, repository, With("[sim:ben]"), Mel);
        (await WaitingAsync(world)).ShouldBeEmpty("the file no longer gives it");
        (await RolesAsync(world, "sim:mel")).ShouldBeEmpty("the file gave it, and takes it");
    }

    [Fact]
    public async Task What_holders_or_the_owner_wrote_is_in_force_at_once_and_who_only_wrote_along_holds_it_up()
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository);
        await DeclareAsync(world, repository, With("[sim:ben, sim:dee]"), Ben);
        (await RolesAsync(world, "sim:dee")).ShouldBe("software-engineer");
        await DeclareAsync(world, repository, With("[sim:ben, sim:dee]", data: "[sim:eve]"), Ada);
        (await RolesAsync(world, "sim:eve")).ShouldBe("data-engineer");
        repository.Write("cairn.yaml", With("[sim:ben, sim:dee, sim:mel]", data: "[sim:eve]")).Commit("hers", Mel);
        await DeclareAsync(world, repository, With("[sim:ben, sim:dee, sim:mel]", data: "[sim:eve]") + "\n# more", Ben);
        (await WaitingAsync(world)).ShouldBe(["sim:mel software-engineer software-engineer owner"]);
    }

    [Fact]
    public async Task The_owner_is_another_when_the_owner_says_so()
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository);
        string hers = ProjectWorlds.File.Replace("owner: sim:ada", "owner: sim:mel", StringComparison.Ordinal);
        await DeclareAsync(world, repository, hers, Ben);
        ((await RolesAsync(world, "sim:ada")), await RolesAsync(world, "sim:mel")).ShouldBe(("data-scientist, owner", ""));
        (await WaitingAsync(world)).ShouldBe(["sim:mel owner owner"]);
        // Whoever registered the project owns it where nobody is named: that is a gift of the role, too.
        await DeclareAsync(world, repository, ProjectWorlds.File.Replace("  owner: sim:ada\n", "", StringComparison.Ordinal), Ben);
        (await WaitingAsync(world)).ShouldBe(["local owner owner"]);
        await DeclareAsync(world, repository, hers, Ben);
        await GiveAsync(world, "sim:mel", "owner", "sim:ben", HttpStatusCode.Forbidden);
        await GiveAsync(world, "sim:mel", "owner", "sim:ada", HttpStatusCode.Created);
        ((await RolesAsync(world, "sim:ada")), await RolesAsync(world, "sim:mel")).ShouldBe(("data-scientist", "owner"));
    }

    [Fact]
    public async Task What_waits_goes_on_waiting_when_the_project_is_taken_up_again()
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository);
        await DeclareAsync(world, repository, With("[sim:ben, sim:cem, sim:mel]"), Mel);
        await world.Http.SendAsync("POST", "/api/v1/projects/late/pause", HttpStatusCode.OK);
        await world.Http.SendAsync("POST", "/api/v1/projects/late/resume", HttpStatusCode.OK);
        (await WaitingAsync(world)).ShouldBe(["sim:mel software-engineer software-engineer owner"]);
        (await RolesAsync(world, "sim:mel")).ShouldBeEmpty();
    }

    private static TestRepository First()
    {
        var repository = new TestRepository();
        repository.Write("cairn.yaml", ProjectWorlds.File).Commit("first");
        return repository;
    }

    private static string With(string engineers, string? data = null)
        => ProjectWorlds.File.Replace(Engineers, engineers + (data is null ? "" : "\n    data-engineer: " + data), StringComparison.Ordinal);

    private static async Task<TestWorld> RegisteredAsync(TestRepository repository, string engine = TestEngines.Sqlite)
    {
        TestWorld world = await TestWorld.StartAsync(ProjectWorlds.Options, engine);
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path });
        return world;
    }

    private static async Task DeclareAsync(TestWorld world, TestRepository repository, string file, string author)
    {
        repository.Write("cairn.yaml", file).Commit("change", author);
        (await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.OK))!["declared"]!.GetValue<bool>().ShouldBeTrue();
    }

    private static Task<JsonNode?> GiveAsync(TestWorld world, string person, string role, string actor, HttpStatusCode expected)
        => world.Http.SendAsync("POST", People, expected, new { person, role }, actor);

    private static async Task<string> RolesAsync(TestWorld world, string person)
        => string.Join(", ", (await world.Http.SendAsync("GET", People, HttpStatusCode.OK))!.AsArray().Where(p => p.Text("person") == person).SelectMany(p => p!["roles"]!.AsArray().Select(r => r.Text("role"))));

    private static async Task<string[]> WaitingAsync(TestWorld world)
        => [.. (await world.Http.SendAsync("GET", People + "/waiting", HttpStatusCode.OK))!.AsArray().Select(w => $"{w.Text("person")} {w.Text("role")} {string.Join(" ", w!["asked"]!.AsArray())}")];
}
