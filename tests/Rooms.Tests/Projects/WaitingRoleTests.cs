using System.Net;
using System.Text.Json.Nodes;
using Cairn.Platform.Artifacts;
using Cairn.Projects;

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

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task The_owner_is_another_when_the_owner_says_so_and_never_by_a_commit(string engine)
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, engine);
        string hers = ProjectWorlds.File.Replace("owner: sim:ada", "owner: sim:mel", StringComparison.Ordinal);
        await DeclareAsync(world, repository, hers, Ben);
        ((await RolesAsync(world, "sim:ada")), await RolesAsync(world, "sim:mel")).ShouldBe(("data-scientist, owner", ""));
        (await WaitingAsync(world)).ShouldBe(["sim:mel owner owner"]);
        // Whoever registered the project owns it where nobody is named: that is a gift of the role, too.
        await DeclareAsync(world, repository, ProjectWorlds.File.Replace("  owner: sim:ada\n", "", StringComparison.Ordinal), Ben);
        (await WaitingAsync(world)).ShouldBe(["local owner owner"]);
        await DeclareAsync(world, repository, hers, Ada);
        (await WaitingAsync(world)).ShouldBe(["sim:mel owner owner"], "a commit of the owner is a claim, too");
        (await RolesAsync(world, "sim:ada")).ShouldBe("data-scientist, owner");
        (await OwnerAsync(world)).ShouldBe("sim:ada");
        await GiveAsync(world, "sim:mel", "owner", "sim:ben", HttpStatusCode.Forbidden);
        await GiveAsync(world, "sim:mel", "owner", "sim:ada", HttpStatusCode.Created);
        ((await RolesAsync(world, "sim:ada")), await RolesAsync(world, "sim:mel")).ShouldBe(("data-scientist", "owner"));
        (await OwnerAsync(world)).ShouldBe("sim:mel");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task No_commit_takes_the_role_of_the_owner(string engine)
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, engine);
        await GiveAsync(world, "sim:mel", "owner", "sim:ada", HttpStatusCode.Created);
        await DeclareAsync(world, repository, ProjectWorlds.File.Replace("owner: sim:ada", "owner: sim:mel", StringComparison.Ordinal), Mel);
        await DeclareAsync(world, repository, ProjectWorlds.File.Replace("owner: sim:ada", "owner: sim:zoe", StringComparison.Ordinal), Mel);
        ((await RolesAsync(world, "sim:ada")), (await WaitingAsync(world)).Length).ShouldBe(("data-scientist, owner", 1));
        await GiveAsync(world, "sim:zoe", "owner", "sim:mel", HttpStatusCode.Created);
        ((await RolesAsync(world, "sim:ada")), await RolesAsync(world, "sim:mel")).ShouldBe(("data-scientist", "owner"), "what was given by hand is taken by hand");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Whoever_takes_over_an_old_commit_of_a_holder_does_not_give_its_role_again(string engine)
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, engine);
        string with = With("[sim:ben, sim:cem, sim:mel]");
        await DeclareAsync(world, repository, with, Ben);
        string old = repository.Head;
        await DeclareAsync(world, repository, With(Engineers), Ben);
        (await RolesAsync(world, "sim:mel")).ShouldBeEmpty();
        repository.Git("-c", "user.name=Mel", "-c", "user.email=mel@example.org", "cherry-pick", old);
        repository.Git("log", "-1", "--format=%an %cn").ShouldBe("sim:ben Mel");
        await SyncAsync(world);
        (await WaitingAsync(world)).ShouldBe(["sim:mel software-engineer software-engineer owner"]);
        (await RolesAsync(world, "sim:mel")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_waits_cannot_be_taken_and_the_answer_says_where_it_can_be_ended()
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository);
        await DeclareAsync(world, repository, With("[sim:ben, sim:cem, sim:mel]"), Mel);
        JsonNode refused = (await world.Http.SendAsync("DELETE", People + "/sim:mel/roles/software-engineer", HttpStatusCode.Conflict, actor: "sim:ada"))!;
        refused.ToJsonString().ShouldContain("take it out there");
        await world.Http.SendAsync("DELETE", People + "/sim:mel/roles/data-engineer", HttpStatusCode.NotFound, actor: "sim:ada");
        (await WaitingAsync(world)).ShouldBe(["sim:mel software-engineer software-engineer owner"]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task An_old_branch_that_was_made_the_line_gives_nothing_again(string engine)
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, engine);
        string first = repository.Head;
        await DeclareAsync(world, repository, With(Engineers) + "\n# more", Ben);
        // A proposal of Ben's that was never merged. Mel makes it the line, and the branch that is watched a side line of it.
        repository.Git("checkout", "--quiet", "-b", "old", first);
        repository.Write("cairn.yaml", With("[sim:ben, sim:cem, sim:mel]")).Commit("proposal", Ben);
        repository.Git("-c", "user.name=Mel", "-c", "user.email=mel@example.org", "merge", "--quiet", "-s", "ours", "-m", "merge", "main");
        repository.Git("checkout", "--quiet", "main");
        repository.Git("merge", "--quiet", "--ff-only", "old");
        await SyncAsync(world);
        (await WaitingAsync(world)).ShouldBe(["sim:mel software-engineer software-engineer owner"]);
        (await RolesAsync(world, "sim:mel")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_those_who_may_give_a_role_take_is_gone_at_once_though_somebody_waits_for_it(string engine)
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, engine);
        await DeclareAsync(world, repository, With("[sim:ben, sim:cem, sim:mel]"), Mel);
        await DeclareAsync(world, repository, With("[sim:ben, sim:mel]"), Ada);
        ((await RolesAsync(world, "sim:cem")), (await WaitingAsync(world)).Length).ShouldBe(("", 1));
        // Noa is to replace Ben; Zoe, who begins to wait later, replaces nobody.
        await DeclareAsync(world, repository, With("[sim:mel, sim:noa]"), Mel);
        (await RolesAsync(world, "sim:ben")).ShouldBe("software-engineer");
        await DeclareAsync(world, repository, With("[sim:mel, sim:noa, sim:zoe]"), Mel);
        await GiveAsync(world, "sim:noa", "software-engineer", "sim:ada", HttpStatusCode.Created);
        (await RolesAsync(world, "sim:ben")).ShouldBeEmpty("nobody who waits replaces him");
        (await WaitingAsync(world)).Length.ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Whom_a_change_replaces_keeps_the_role_while_another_of_it_waits_instead(string engine)
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, engine);
        await DeclareAsync(world, repository, With("[sim:mel]"), Mel);
        await DeclareAsync(world, repository, With("[sim:noa]"), Mel);
        (await WaitingAsync(world)).ShouldBe(["sim:noa software-engineer software-engineer owner"]);
        ((await RolesAsync(world, "sim:ben")), await RolesAsync(world, "sim:cem")).ShouldBe(("software-engineer", "software-engineer"));
        await GiveAsync(world, "sim:noa", "software-engineer", "sim:cem", HttpStatusCode.Created);
        ((await RolesAsync(world, "sim:ben")), await RolesAsync(world, "sim:cem")).ShouldBe(("", ""));
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_was_taken_by_hand_stays_taken_whatever_else_is_written_until_it_is_given_by_hand(string engine)
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, engine);
        await world.Http.SendAsync("DELETE", People + "/sim:cem/roles/software-engineer", HttpStatusCode.NoContent, actor: "sim:ada");
        await DeclareAsync(world, repository, With(Engineers) + "\n# more", Ben);
        ((await RolesAsync(world, "sim:cem")), (await WaitingAsync(world)).Length).ShouldBe(("", 0));
        await world.Http.SendAsync("POST", "/api/v1/projects/late/pause", HttpStatusCode.OK);
        await world.Http.SendAsync("POST", "/api/v1/projects/late/resume", HttpStatusCode.OK);
        (await RolesAsync(world, "sim:cem")).ShouldBeEmpty();
        await GiveAsync(world, "sim:cem", "software-engineer", "sim:ben", HttpStatusCode.Forbidden);
        await GiveAsync(world, "sim:cem", "software-engineer", "sim:ada", HttpStatusCode.Created);
        await DeclareAsync(world, repository, With("[sim:ben]"), Ben);
        (await RolesAsync(world, "sim:cem")).ShouldBeEmpty("the file gave it, and takes it");
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

    [Fact]
    public async Task Who_looks_at_the_repository_learns_what_waits_and_the_owner_shown_is_who_holds_the_role()
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository);
        repository.Write("cairn.yaml", With("[sim:mel]").Replace("owner: sim:ada", "owner: sim:mel", StringComparison.Ordinal)).Commit("change", Mel);
        JsonNode answer = await SyncAsync(world);
        answer["waiting"]!.AsArray().Select(w => $"{w.Text("person")} {w.Text("role")}").ShouldBe(["sim:mel owner", "sim:mel software-engineer"]);
        (await world.Http.SendAsync("GET", "/api/v1/projects", HttpStatusCode.OK))!["items"]![0].Text("owner").ShouldBe("sim:ada");
        await world.Http.SendAsync("DELETE", People + "/sim:ada/roles/owner", HttpStatusCode.NoContent, actor: "sim:ada");
        (await OwnerAsync(world)).ShouldBeNull();
    }

    [Fact]
    public async Task Whoever_takes_the_project_up_again_puts_that_file_in_force_which_was_adopted_meanwhile()
    {
        using TestRepository repository = First();
        await using TestWorld world = await RegisteredAsync(repository, TestEngines.Postgres);
        await world.Http.SendAsync("POST", "/api/v1/projects/late/pause", HttpStatusCode.OK);
        string text = With("[sim:ben]"), digest = Digest.Of(text);
        var store = world.Get<ProjectStore>();
        var moved = new TaskCompletionSource();
        using var end = new ManualResetEventSlim();
        Task<int> one = world.Database.WriteAsync(s =>
        {
            store.MoveHead(s, "late", repository.Head, new string('a', 40), digest, text).ShouldBeTrue();
            moved.SetResult();
            end.Wait();
            return 0;
        });
        await moved.Task;
        Task<JsonNode?> two = world.Http.SendAsync("POST", "/api/v1/projects/late/resume", HttpStatusCode.OK);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!two.IsCompleted && await world.Database.ReadAsync(s => s.Scalar<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")) == 0)
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        end.Set();
        await one;
        await two;
        (await world.EventsAsync("project.declared"))[^1].Subject.Digest.ShouldBe(digest);
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
        await SyncAsync(world);
    }

    private static async Task<JsonNode> SyncAsync(TestWorld world)
    {
        JsonNode answer = (await world.Http.SendAsync("POST", "/api/v1/projects/late/sync", HttpStatusCode.OK))!;
        answer["declared"]!.GetValue<bool>().ShouldBeTrue();
        return answer;
    }

    private static async Task<string?> OwnerAsync(TestWorld world) => (await world.Http.SendAsync("GET", "/api/v1/projects/late", HttpStatusCode.OK))!["owner"]?.GetValue<string>();

    private static Task<JsonNode?> GiveAsync(TestWorld world, string person, string role, string actor, HttpStatusCode expected)
        => world.Http.SendAsync("POST", People, expected, new { person, role }, actor);

    private static async Task<string> RolesAsync(TestWorld world, string person)
        => string.Join(", ", (await world.Http.SendAsync("GET", People, HttpStatusCode.OK))!.AsArray().Where(p => p.Text("person") == person).SelectMany(p => p!["roles"]!.AsArray().Select(r => r.Text("role"))));

    private static async Task<string[]> WaitingAsync(TestWorld world)
        => [.. (await world.Http.SendAsync("GET", People + "/waiting", HttpStatusCode.OK))!.AsArray().Select(w => $"{w.Text("person")} {w.Text("role")} {string.Join(" ", w!["asked"]!.AsArray())}")];
}
