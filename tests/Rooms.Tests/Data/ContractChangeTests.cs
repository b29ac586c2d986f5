using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Data.Changes;
using Cairn.Rooms.Tests.Pipelines;

namespace Cairn.Rooms.Tests.Data;

/// <summary>A contract that comes to promise less waits for those who rely on it; what promises more does not.</summary>
public sealed class ContractChangeTests
{
    private const string Changes = "/api/v1/projects/lab/contract-changes";

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_breaking_change_waits_until_each_role_that_relies_on_it_approved(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"), engine);
        await DeliverAsync(lab, 1, 5, "accepted");
        await ChangeAsync(lab, "range: [0, 99]");
        JsonNode change = (await lab.World.Http.SendAsync("GET", Changes, HttpStatusCode.OK))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        Words(change["breaks"]).ShouldBe("x: has a wider range");
        string.Join(", ", change["consumers"]!.AsArray().Select(c => c.Text("what"))).ShouldBe("step train, endpoint late");
        (change.Text("state"), Words(change["waits"])).ShouldBe(("proposed", "data-scientist, software-engineer"));
        (await lab.World.Http.GetStringAsync("/p/lab/data/trips")).ShouldContain("A change of its contract waits");
        (await lab.World.Http.GetStringAsync("/p/lab/contract-changes")).ShouldContain("Approve");
        await DeliverAsync(lab, 2, 50, "quarantined");

        string answer = $"{Changes}/{change.Text("id")}/answer";
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, "sim:eve");
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.BadRequest, new { answer = "refused" }, "sim:ben");
        JsonNode one = (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:ada"))!;
        (one.Text("state"), Words(one["waits"])).ShouldBe(("proposed", "software-engineer"));
        JsonNode no = (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "refused", reason = "the app cannot show it" }, "sim:ben"))!;
        no.Text("state").ShouldBe("refused");
        await DeliverAsync(lab, 3, 50, "quarantined");
        JsonNode yes = (await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:ben"))!;
        yes.Text("state").ShouldBe("approved");
        await DeliverAsync(lab, 4, 50, "accepted");
        await lab.World.AdvanceAsync(new DateTimeOffset(2001, 1, 6, 3, 0, 0, TimeSpan.Zero) - lab.World.Now);
        // Whoever gathers by hand now has the days that the old contract held back judged again.
        await lab.SendAsync("POST", "/data/trips/ingest", new { }, HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
        JsonArray arrivals = (await lab.SendAsync("GET", "/data/trips/arrivals"))["items"]!.AsArray();
        foreach (string day in (string[])["2001-01-02", "2001-01-03"]) arrivals.First(a => a!.Text("partition") == day)!.Text("state").ShouldBe("accepted");
        await lab.World.Http.SendAsync("POST", answer, HttpStatusCode.Conflict, new { answer = "given" }, "sim:ben");

        LedgerEvent[] said = [.. (await lab.World.EventsAsync()).Where(e => e.Type.StartsWith("approval.", StringComparison.Ordinal))];
        said.Select(e => $"{e.Type} {e.Actor.Id} {e.Data["as_role"]}").ShouldBe(["approval.given sim:ada data-scientist", "approval.refused sim:ben software-engineer", "approval.given sim:ben software-engineer"]);
        said.ShouldAllBe(e => (string?)e.Data["of"]!["kind"] == "contract" && (string?)e.Data["of"]!["id"] == change.Text("id"));
    }

    [Fact]
    public async Task What_promises_more_is_in_force_at_once_and_what_is_taken_back_waits_no_more()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 99]"));
        await ChangeAsync(lab, "range: [0, 10]");
        (await lab.World.Http.SendAsync("GET", Changes, HttpStatusCode.OK))!["items"]!.AsArray().ShouldBeEmpty();
        await DeliverAsync(lab, 1, 50, "quarantined");
        await ChangeAsync(lab, "type: float");
        await ChangeAsync(lab, "range: [1, 10]");
        (await lab.World.Http.SendAsync("GET", Changes, HttpStatusCode.OK))!["items"]!.AsArray().ShouldHaveSingleItem()!.Text("state").ShouldBe("withdrawn");
        await DeliverAsync(lab, 2, 0, "quarantined");
    }

    [Theory]
    [InlineData("", ", on_fail: warn", "data that break it are used all the same")]
    [InlineData(", on_fail: stop", ", on_fail: warn", "data that break it are used all the same")]
    [InlineData(", on_fail: warn", "", null)]
    [InlineData(", time: at", ", time: seen", "the time is that of 'seen', was 'at'")]
    [InlineData(", time: at", "", "the time is no longer that of 'at'")]
    [InlineData(", key: [a, b]", ", key: [a]", "a row is known by another key")]
    [InlineData(", key: [a, b]", ", key: [b, a]", null)]
    [InlineData("", ", time: at, key: a", null)]
    public async Task What_becomes_of_bad_data_and_the_columns_of_time_and_key_are_promises_too(string before, string after, string? breaks)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]", before));
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(1));
        lab.Repository.Write("cairn.yaml", File("range: [0, 10]", after));
        await lab.CommitAsync();
        JsonNode[] changes = [.. (await lab.World.Http.SendAsync("GET", Changes, HttpStatusCode.OK))!["items"]!.AsArray().Select(c => c!)];
        changes.Select(c => Words(c["breaks"])).ShouldBe(breaks is null ? [] : [breaks]);
        if (breaks is null) return;
        // Until it is approved the promise before is kept.
        if (after.Contains("warn", StringComparison.Ordinal)) await DeliverAsync(lab, 1, 50, "quarantined");
        foreach (string who in (string[])["sim:ada", "sim:ben"]) await lab.World.Http.SendAsync("POST", $"{Changes}/{changes[0].Text("id")}/answer", HttpStatusCode.OK, new { answer = "given" }, who);
        if (after.Contains("warn", StringComparison.Ordinal)) await DeliverAsync(lab, 2, 50, "warned");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_contract_in_force_that_an_earlier_release_wrote_breaks_nothing_by_itself(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]", ", key: a"), engine);
        await lab.World.Database.WriteAsync(s => s.Execute("""update data_contracts set content = '{"columns":[{"name":"x","range":{"min":0,"max":10}}]}' where source = 'trips'"""), cancellation: TestContext.Current.CancellationToken);
        foreach ((string key, string[] breaks) in new[] { ("b", Array.Empty<string>()), ("c", ["a row is known by another key"]) })
        {
            lab.Repository.Write("cairn.yaml", File("range: [0, 10]", $", key: {key}"));
            await lab.CommitAsync();
            JsonNode changes = (await lab.World.Http.SendAsync("GET", Changes, HttpStatusCode.OK))!;
            changes["items"]!.AsArray().Select(c => Words(c!["breaks"])).ShouldBe(breaks, "what was not written down is known from the next change on");
        }
    }

    [Fact]
    public async Task At_a_start_what_came_into_force_meanwhile_stays_and_a_file_that_is_taken_no_more_holds_up_nobody()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(File("range: [0, 10]"));
        using var other = new TestRepository();
        other.Write("cairn.yaml", File("range: [0, 10]").Replace("name: lab", "name: zoo", StringComparison.Ordinal)).Commit("Begin");
        await lab.World.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = other.Path, branch = "main" });
        await lab.World.QuietAsync();
        var store = lab.World.Get<ContractChangeStore>();
        string? kept = await lab.World.Database.WriteAsync(s =>
        {
            string? before = store.InForce(s, "lab", "trips");
            store.Renew(s, "lab", "trips", "what was read", "{}");
            store.Renew(s, "lab", "trips", null, "{}");
            s.Execute("delete from data_contracts where project = 'zoo'");
            s.Execute("update projects set file = '[', file_digest = 'sha256:other' where name = 'lab'");
            return store.InForce(s, "lab", "trips") == before ? before : null;
        });
        kept.ShouldNotBeNull();
        await lab.World.Services.GetServices<IHostedService>().OfType<ContractRenewal>().Single().StartAsync(TestContext.Current.CancellationToken);
        (await lab.World.Database.ReadAsync(s => store.InForce(s, "zoo", "trips"))).ShouldBe(kept);
    }

    [Fact]
    public async Task Where_nobody_relies_on_it_nothing_waits()
    {
        string lonely = File("range: [0, 10]").Replace("data.trips}", "data.other}", StringComparison.Ordinal);
        await using PipelineWorld lab = await PipelineWorld.StartAsync(lonely);
        lab.Repository.Write("cairn.yaml", lonely.Replace("range: [0, 10]", "range: [0, 99]", StringComparison.Ordinal));
        await lab.CommitAsync();
        (await lab.World.Http.SendAsync("GET", Changes, HttpStatusCode.OK))!["items"]!.AsArray().ShouldBeEmpty();
        await DeliverAsync(lab, 1, 50, "accepted");
    }

    private static string File(string rule, string more = "") => $$"""
        project: {name: lab, owner: sim:ada, people: {data-scientist: [sim:ada], software-engineer: [sim:ben]} }
        data:
          trips: {from: "trips/{day}.csv", every: day at 02:00, since: 2001-01-01, expect: {x: {{{rule}}} }{{more}} }
          other: {from: other.csv}
        steps:
          train: {run: cat, in: {trips: data.trips}, out: {model: model} }
        endpoints:
          late: {model: train.model}
        """;

    private static async Task ChangeAsync(PipelineWorld lab, string rule)
    {
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(1));
        lab.Repository.Write("cairn.yaml", File(rule));
        await lab.CommitAsync();
    }

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
