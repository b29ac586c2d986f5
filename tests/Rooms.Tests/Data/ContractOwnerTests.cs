using System.Net;
using System.Text.Json.Nodes;
using Cairn.Data.Changes;
using Cairn.Endpoints;
using Cairn.Rooms.Tests.Pipelines;

namespace Cairn.Rooms.Tests.Data;

/// <summary>Those who answer for a contract have a say in each change of it that they did not make.</summary>
public sealed class ContractOwnerTests
{
    private const string Changes = "/api/v1/projects/lab/contract-changes", Ben = "sim:ben <ben@example.org>", Cem = "Cem <sim:cem>", Ada = "Ada <sim:ada>";

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task What_somebody_else_changed_waits_for_one_who_answers_for_it_though_it_breaks_nothing(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 99]"), engine);
        await DeclareAsync(lab, File("range: [0, 10], missing: 0%"), Ben);
        JsonNode change = (await ChangesAsync(lab)).ShouldHaveSingleItem();
        (Words(change["breaks"]), Words(change["besides"]), Words(change["owners"])).ShouldBe(("", "x: has a narrower range, x: may be missing less often", "data-engineer, software-engineer"));
        (change["consumers"]!.AsArray().Count, Words(change["waits"]), change.Text("proposed_by")).ShouldBe((0, "data-engineer or owner", "sim:ben"));
        (await lab.World.Http.GetStringAsync("/p/lab/contract-changes")).ShouldContain("Others than those who answer for it changed it: data-engineer or software-engineer.");
        await DeliverAsync(lab, 1, 50, "accepted");

        string answer = $"{Changes}/{change.Text("id")}/answer";
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, "sim:ben");
        (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "refused", reason = "not agreed with the source" }, "sim:cem"))!.Text("state").ShouldBe("refused");
        await DeliverAsync(lab, 2, 50, "accepted");
        (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:cem"))!.Text("state").ShouldBe("approved");
        await DeliverAsync(lab, 3, 50, "quarantined");
        (await lab.World.EventsAsync()).Where(e => e.Type.StartsWith("approval.", StringComparison.Ordinal)).Select(e => $"{e.Type} {e.Actor.Id} {e.Data["as_role"]}")
            .ShouldBe(["approval.refused sim:cem data-engineer", "approval.given sim:cem data-engineer"]);
    }

    [Fact]
    public async Task What_one_of_them_changed_waits_for_those_alone_who_rely_on_it()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"));
        await DeclareAsync(lab, File("range: [1, 9]"), Cem);
        (await ChangesAsync(lab)).ShouldBeEmpty();
        await DeclareAsync(lab, File("range: [0, 99]"), Cem);
        JsonNode change = (await ChangesAsync(lab)).ShouldHaveSingleItem();
        (Words(change["breaks"]), Words(change["owners"]), Words(change["waits"])).ShouldBe(("x: has a wider range", "", "data-scientist"));
    }

    [Fact]
    public async Task A_breaking_change_of_somebody_else_waits_for_both()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"));
        await DeclareAsync(lab, File("range: [0, 99]"), Ben);
        JsonNode change = (await ChangesAsync(lab)).ShouldHaveSingleItem();
        Words(change["waits"]).ShouldBe("data-scientist, data-engineer or owner");
        string answer = $"{Changes}/{change.Text("id")}/answer";
        // Dora is a data scientist; Ada is the project's owner, who stands in for the software engineer that nobody is.
        Words((await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:dora"))!["waits"]).ShouldBe("data-engineer or owner");
        (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:ada"))!.Text("state").ShouldBe("approved");
        await DeliverAsync(lab, 1, 50, "accepted");
    }

    [Fact]
    public async Task Nobody_makes_himself_one_of_them_in_the_change_that_he_makes()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"));
        await DeclareAsync(lab, File("range: [0, 10]").Replace("owners: [data-engineer, software-engineer]", "owners: data-scientist", StringComparison.Ordinal), Ben);
        JsonNode change = (await ChangesAsync(lab)).ShouldHaveSingleItem();
        (Words(change["besides"]), Words(change["owners"])).ShouldBe(("others answer for it: data-scientist", "data-engineer, software-engineer"));
        await DeclareAsync(lab, File("range: [2, 8]").Replace("data-engineer: [sim:cem]", "data-engineer: [sim:cem, sim:ben], software-engineer: [sim:ben]", StringComparison.Ordinal), Ben);
        JsonNode[] changes = await ChangesAsync(lab);
        changes.Select(c => c.Text("state")).ShouldBe(["proposed", "withdrawn"]);
        await lab.World.Http.SendAsync("POST", $"{Changes}/{changes[0].Text("id")}/answer", HttpStatusCode.Forbidden, new { answer = "given" }, "sim:ben");
        Words(changes[0]["waits"]).ShouldBe("data-engineer or owner", "the owner stands in for a role that nobody held before");
        await DeclareAsync(lab, File("range: [0, 10]"), Ben);
        (await ChangesAsync(lab)).Select(c => c.Text("state")).ShouldBe(["withdrawn", "withdrawn"], "what is in force again waits for nobody");
    }

    [Fact]
    public async Task A_role_that_somebody_gave_himself_one_commit_earlier_does_not_count_until_another_gives_it()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"));
        string his = File("range: [0, 10]").Replace("[sim:cem]", "[sim:cem, sim:ben]", StringComparison.Ordinal);
        await DeclareAsync(lab, his, Ben);
        await DeclareAsync(lab, his.Replace("[0, 10]", "[1, 9]", StringComparison.Ordinal), Ben);
        JsonNode change = (await ChangesAsync(lab)).ShouldHaveSingleItem();
        string answer = $"{Changes}/{change.Text("id")}/answer";
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, "sim:ben");
        string settings = await lab.World.Http.GetStringAsync("/p/lab/settings");
        foreach (string act in new[] { "Give data-engineer to sim:ben", "Take data-engineer from sim:cem" }) settings.ShouldContain(act);
        await lab.World.Http.SendAsync("POST", "/api/v1/projects/lab/people", HttpStatusCode.Created, new { person = "sim:ben", role = "data-engineer" }, "sim:cem");
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, "sim:ben");
        (await lab.World.Http.GetStringAsync("/p/lab/settings")).ShouldNotContain("Roles that wait");
        await DeclareAsync(lab, his.Replace("[0, 10]", "[2, 8]", StringComparison.Ordinal), Ben);
        (await ChangesAsync(lab)).Select(c => c.Text("state")).ShouldBe(["withdrawn"], "now he is one of them");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Who_is_replaced_in_the_same_look_answers_for_the_change_still_and_the_new_owner_too(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"), engine);
        string after = File("range: [0, 99]").Replace("owner: sim:ada", "owner: sim:fay", StringComparison.Ordinal).Replace("[sim:dora, sim:ben]", "[sim:gil]", StringComparison.Ordinal);
        await DeclareAsync(lab, after, "Ada <sim:ada>");
        JsonNode change = (await ChangesAsync(lab)).ShouldHaveSingleItem();
        Words(change["waits"]).ShouldBe("data-scientist or owner");
        string answer = $"{Changes}/{change.Text("id")}/answer";
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, "sim:fay");
        await lab.World.Http.SendAsync("POST", "/api/v1/projects/lab/people", HttpStatusCode.Created, new { person = "sim:fay", role = "owner" }, "sim:ada");
        (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "refused", reason = "too wide" }, "sim:fay"))!.Text("state").ShouldBe("refused");
        foreach (string other in new[] { "sim:gil", "sim:cem" }) await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, other);
        (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:dora"))!.Text("state").ShouldBe("approved");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task The_owner_answers_for_those_who_left_in_the_same_look_and_for_nobody_who_stays(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"), engine);
        lab.Repository.Write("cairn.yaml", File("range: [0, 99]")).Commit("wider", "Ada <sim:ada>");
        await DeclareAsync(lab, File("range: [0, 99]").Replace("data-engineer: [sim:cem], data-scientist: [sim:dora, sim:ben]", "data-engineer: [sim:cem, sim:dora], data-scientist: [sim:gil]", StringComparison.Ordinal), "Ada <sim:ada>");
        JsonNode change = (await ChangesAsync(lab)).ShouldHaveSingleItem();
        Words(change["waits"]).ShouldBe("data-scientist", "Dora is there still");
        string answer = $"{Changes}/{change.Text("id")}/answer";
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, "sim:ada");
        await DeclareAsync(lab, File("range: [0, 99]").Replace("[sim:dora, sim:ben]", "[sim:gil]", StringComparison.Ordinal), "Ada <sim:ada>");
        Words((await ChangesAsync(lab)).ShouldHaveSingleItem()["waits"]).ShouldBe("data-scientist or owner");
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, "sim:gil");
        (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:ada"))!.Text("state").ShouldBe("approved");
    }

    [Fact]
    public async Task An_owner_who_came_later_answers_where_none_before_is_left()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"));
        await DeclareAsync(lab, File("range: [0, 99]"), Cem);
        string id = (await ChangesAsync(lab)).ShouldHaveSingleItem().Text("id");
        await DeclareAsync(lab, File("range: [0, 99]").Replace("owner: sim:ada", "owner: sim:fay", StringComparison.Ordinal).Replace("[sim:dora, sim:ben]", "[sim:gil]", StringComparison.Ordinal), "Ada <sim:ada>");
        Words((await ChangesAsync(lab)).ShouldHaveSingleItem()["waits"]).ShouldBe("owner");
        await lab.World.Http.SendAsync("POST", "/api/v1/projects/lab/people", HttpStatusCode.Created, new { person = "sim:fay", role = "owner" }, "sim:ada");
        (await lab.World.Http.SendAsync("POST", $"{Changes}/{id}/answer", HttpStatusCode.OK, new { answer = "given" }, "sim:fay"))!.Text("state").ShouldBe("approved");
    }

    [Fact]
    public async Task One_of_them_is_known_by_the_whole_id_or_address_and_not_by_a_like_name()
    {
        string file = File("range: [0, 10]").Replace("[sim:cem]", "[sim:cem, \"person:dee@example.org\"]", StringComparison.Ordinal);
        await using PipelineWorld lab = await PipelineWorld.StartAsync(file);
        await DeclareAsync(lab, file.Replace("[0, 10]", "[1, 9]", StringComparison.Ordinal), "Dee <dee@example.org>");
        (await ChangesAsync(lab)).ShouldBeEmpty();
        await DeclareAsync(lab, file.Replace("[0, 10]", "[2, 8]", StringComparison.Ordinal), "cem <cem@elsewhere.example>");
        (await ChangesAsync(lab)).ShouldHaveSingleItem().Text("proposed_by").ShouldStartWith("person:git-");
    }

    [Fact]
    public async Task One_of_them_who_agrees_is_enough_though_another_refuses()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"));
        await DeclareAsync(lab, File("range: [1, 9]"), Ben);
        string answer = $"{Changes}/{(await ChangesAsync(lab)).ShouldHaveSingleItem().Text("id")}/answer";
        (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "refused", reason = "too narrow" }, "sim:cem"))!.Text("state").ShouldBe("refused");
        long epoch = await EpochAsync(lab);
        (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:ada"))!.Text("state").ShouldBe("approved");
        (await EpochAsync(lab)).ShouldBe(epoch, "what a source promises is served by no endpoint");
    }

    [Fact]
    public async Task Of_two_who_approve_at_once_the_second_puts_it_in_force()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"), TestEngines.Postgres);
        await DeclareAsync(lab, File("range: [0, 99]"), Ben);
        string id = (await ChangesAsync(lab)).ShouldHaveSingleItem().Text("id");
        var store = lab.World.Get<ContractChangeStore>();
        var answered = new TaskCompletionSource();
        using var end = new ManualResetEventSlim();
        Task<int> one = lab.World.Database.WriteAsync(s =>
        {
            store.Lock(s, id);
            store.Answer(s, new ContractAnswer { ChangeId = id, Role = "data-scientist", Answer = ContractAnswer.Given, Person = "sim:dora", EventId = "e" });
            answered.SetResult();
            end.Wait();
            return 0;
        });
        await answered.Task;
        Task<JsonNode?> two = lab.World.Http.SendAsync("POST", $"{Changes}/{id}/answer", HttpStatusCode.OK, new { answer = "given" }, "sim:ada");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!two.IsCompleted && await lab.World.Database.ReadAsync(s => s.Scalar<long>("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")) == 0)
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        end.Set();
        await one;
        (await two)!.Text("state").ShouldBe("approved");
    }

    [Fact]
    public async Task One_commit_among_several_that_is_of_somebody_else_is_enough()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"));
        lab.Repository.Write("cairn.yaml", File("range: [1, 9]")).Commit("his", Ben);
        await DeclareAsync(lab, File("range: [2, 8]"), Cem);
        (await ChangesAsync(lab)).ShouldHaveSingleItem().Text("proposed_by").ShouldBe("sim:ben, sim:cem");
        // What does not touch the project file changes no contract.
        lab.Repository.Write("readme.txt", "hello").Commit("his", Ben);
        await DeclareAsync(lab, File("range: [3, 7]"), Cem);
        (await ChangesAsync(lab)).Select(c => c.Text("state")).ShouldBe(["withdrawn"]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Whoever_takes_over_an_old_commit_of_one_of_them_or_makes_its_line_the_branch_is_not_one_of_them(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"), engine);
        string first = lab.Repository.Head;
        await DeclareAsync(lab, File("range: [1, 9]"), Cem);
        string old = lab.Repository.Head;
        await DeclareAsync(lab, File("range: [0, 10]"), Ada);
        (await lab.World.Http.SendAsync("POST", $"{Changes}/{(await ChangesAsync(lab)).ShouldHaveSingleItem().Text("id")}/answer", HttpStatusCode.OK, new { answer = "given" }, "sim:dora"))!.Text("state").ShouldBe("approved");
        lab.Repository.Git("-c", "user.name=sim:ben", "-c", "user.email=ben@example.org", "cherry-pick", old);
        await SyncAsync(lab);
        JsonNode change = (await ChangesAsync(lab)).First(c => c.Text("state") == "proposed");
        (change.Text("proposed_by"), Words(change["owners"])).ShouldBe(("sim:cem, sim:ben", "data-engineer, software-engineer"));

        string branch = lab.Repository.Git("rev-parse", "--abbrev-ref", "HEAD");
        lab.Repository.Git("checkout", "--quiet", "-b", "old", first);
        lab.Repository.Write("cairn.yaml", File("range: [2, 8]")).Commit("proposal", Cem);
        lab.Repository.Git("-c", "user.name=sim:ben", "-c", "user.email=ben@example.org", "merge", "--quiet", "-s", "ours", "-m", "merge", branch);
        lab.Repository.Git("checkout", "--quiet", branch);
        lab.Repository.Git("merge", "--quiet", "--ff-only", "old");
        await SyncAsync(lab);
        Words((await ChangesAsync(lab)).First(c => c.Text("state") == "proposed")["owners"]).ShouldBe("data-engineer, software-engineer");
    }

    [Fact]
    public async Task Where_nobody_is_named_nobody_is_asked()
    {
        string free = File("range: [0, 10]").Replace(", owners: [data-engineer, software-engineer]", "", StringComparison.Ordinal);
        await using PipelineWorld lab = await PipelineWorld.StartAsync(free);
        await DeclareAsync(lab, free.Replace("[0, 10]", "[1, 9]", StringComparison.Ordinal), Ben);
        await DeclareAsync(lab, File("range: [1, 9]"), Ben);
        (await ChangesAsync(lab)).ShouldBeEmpty();
    }

    private static string File(string rule) => $$"""
        project: {name: lab, owner: sim:ada, people: {data-engineer: [sim:cem], data-scientist: [sim:dora, sim:ben]} }
        data:
          trips: {from: "trips/{day}.csv", every: day at 02:00, since: 2001-01-01, owners: [data-engineer, software-engineer], expect: {x: {{{rule}}} } }
        steps:
          train: {run: cat, in: {trips: data.trips}, out: {model: model} }
        """;

    private static async Task DeclareAsync(PipelineWorld lab, string file, string author)
    {
        lab.Repository.Write("cairn.yaml", file).Commit("Change", author);
        await SyncAsync(lab);
    }

    private static async Task SyncAsync(PipelineWorld lab)
    {
        // Roles that were held before the change count.
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(1));
        await lab.SendAsync("POST", "/sync");
        await lab.World.QuietAsync();
    }

    private static Task<long> EpochAsync(PipelineWorld lab) => lab.World.Database.ReadAsync(s => lab.World.Get<EndpointStore>().Epoch(s));

    private static async Task<JsonNode[]> ChangesAsync(PipelineWorld lab) => [.. (await lab.World.Http.SendAsync("GET", Changes, HttpStatusCode.OK))!["items"]!.AsArray().Select(c => c!)];

    private static string Words(JsonNode? list) => string.Join(", ", list!.AsArray().Select(w => w!.GetValue<string>()));

    private static async Task DeliverAsync(PipelineWorld lab, int day, int x, string state)
    {
        string partition = $"2001-01-0{day}", path = Path.Combine(lab.World.Directory, "sources/lab/trips", partition + ".csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await System.IO.File.WriteAllTextAsync(path, $"x\n{x}\n{x + 1}\n");
        await lab.SendAsync("POST", "/data/trips/ingest", new { partition }, HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
        JsonNode arrivals = await lab.SendAsync("GET", "/data/trips/arrivals");
        arrivals["items"]!.AsArray().First(a => a.Text("partition") == partition).Text("state").ShouldBe(state);
    }
}
