using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
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

    private static string File(string rule) => $$"""
        project: {name: lab, owner: sim:ada, people: {data-scientist: [sim:ada], software-engineer: [sim:ben]} }
        data:
          trips: {from: "trips/{day}.csv", every: day at 02:00, since: 2001-01-01, expect: {x: {{{rule}}} } }
          other: {from: other.csv}
        steps:
          train: {run: cat, in: {trips: data.trips}, out: {model: model} }
        endpoints:
          late: {model: train.model}
        """;

    private static async Task ChangeAsync(PipelineWorld lab, string rule)
    {
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
