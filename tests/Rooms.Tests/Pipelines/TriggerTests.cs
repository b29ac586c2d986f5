using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>What starts a run by itself, once for each cause, and what holds it back.</summary>
public sealed class TriggerTests
{
    private const string Secret = "whsec_c2VjcmV0LW9mLXRoZS1ob29r";

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Enough_new_rows_start_a_run_and_are_counted_anew_after_it(string engine)
    {
        await using PipelineWorld lab = await StartAsync("when: data.trips grew 5", engine);
        foreach (int rows in new[] { 2, 2, 3, 4 }) await PushAsync(lab, rows);
        (await FiringsAsync(lab)).Select(f => $"{f.Text("outcome")} {(string?)f["reason"]}").ShouldBe(
            ["held 2 of 5 new rows of 'trips' have come.", "held 4 of 5 new rows of 'trips' have come.", "fired ", "held 4 of 5 new rows of 'trips' have come."]);
        LedgerEvent fired = (await lab.World.EventsAsync("trigger.fired")).ShouldHaveSingleItem();
        ((string?)fired.Data["kind"]).ShouldBe("data");
        fired.Cause.ShouldBe([(await lab.World.EventsAsync("version.registered")).Where(e => (string?)e.Data["noun"] == "dataset").ElementAt(2).Id]);
        (await lab.World.EventsAsync("run.finished")).Count(e => (string?)e.Data["firing"] == fired.Subject.Id).ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Of_causes_that_come_close_together_the_last_is_asked_when_it_is_quiet(string engine)
    {
        await using PipelineWorld lab = await StartAsync("when: data.trips grew 4, debounce: 10m", engine);
        await PushAsync(lab, 3);
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(9));
        await PushAsync(lab, 2);
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(9));
        (await FiringsAsync(lab)).ShouldAllBe(f => f.Text("reason") == "It is asked when nothing has come for 10m.");
        // A restart forgets no waiting cause.
        await lab.World.RestartAsync();
        await lab.World.AdvanceAsync(TimeSpan.FromMinutes(2));
        (await FiringsAsync(lab)).Select(f => f.Text("outcome")).ShouldBe(["joined", "fired"], "one run answers both");
        await lab.World.AdvanceAsync(TimeSpan.FromHours(1));
        (await lab.World.EventsAsync("trigger.fired")).ShouldHaveSingleItem();
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task What_never_rests_is_asked_about_all_the_same(string engine)
    {
        await using PipelineWorld lab = await StartAsync("when: data.trips, debounce: 10m", engine);
        for (int i = 0; i < 21; i++)
        {
            await PushAsync(lab, 1);
            await lab.World.AdvanceAsync(TimeSpan.FromMinutes(5));
            (await lab.World.EventsAsync("trigger.fired")).Count.ShouldBe(i < 19 ? 0 : 1, $"after {i + 1} causes");
        }
        (await FiringsAsync(lab)).Count(f => f.Text("outcome") == "joined").ShouldBe(19, "one run answers all that came before");
    }

    [Fact]
    public async Task A_merged_change_starts_a_run_of_its_commit_until_it_may_not()
    {
        await using PipelineWorld lab = await StartAsync("when: git push, at_most: 2 per 6h");
        await lab.World.AdvanceAsync(TimeSpan.FromSeconds(1));
        lab.Repository.Write("a.txt", "1");
        string first = await lab.CommitAsync();
        await lab.World.AdvanceAsync(TimeSpan.FromSeconds(1));
        lab.Repository.Write("a.txt", "2");
        await lab.CommitAsync();
        JsonNode[] firings = await FiringsAsync(lab);
        firings.Select(f => $"{f.Text("kind")} {f.Text("outcome")} {(string?)f["reason"]}").ShouldBe(["change fired ", "change fired ", "change held It may fire 2 per 6h."]);
        ((string?)(await lab.World.EventsAsync("run.finished")).Last(e => e.Data["firing"] is not null).Data["commit"]).ShouldBe(first);
    }

    [Fact]
    public async Task A_cool_down_holds_back_all_but_a_hand()
    {
        await using PipelineWorld lab = await StartAsync("when: data.trips, cool_down: 2h");
        await PushAsync(lab, 1);
        await PushAsync(lab, 2);
        await lab.SendAsync("POST", "/triggers/it/fire", new { }, HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
        await lab.World.AdvanceAsync(TimeSpan.FromHours(3));
        await PushAsync(lab, 3);
        (await FiringsAsync(lab)).Select(f => $"{f.Text("kind")} {f.Text("outcome")}").ShouldBe(["data fired", "data joined", "manual fired", "data fired"]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_days_budget_holds_back_what_comes_when_it_is_spent_and_says_what_was(string engine)
    {
        await using PipelineWorld lab = await StartAsync("when: data.trips, held: drop, budget: {runs: 2, cpu: 10h} ", engine);
        for (int i = 0; i < 3; i++) await PushAsync(lab, 1);
        (await FiringsAsync(lab)).Select(f => $"{f.Text("outcome")} {(string?)f["reason"]}").ShouldBe(["fired ", "fired ", "held The day's budget is spent: 2 of 2 runs, 0 of 10 CPU hours."]);
        JsonNode held = (await FiringsAsync(lab))[2];
        held.Text("cause").ShouldBe((await lab.World.EventsAsync("version.registered")).Last(e => (string?)e.Data["noun"] == "dataset").Id);
        (await lab.World.Http.GetStringAsync("/p/lab/triggers/it")).ShouldContain("2 of 2 runs, 0 of 10 CPU hours spent today");
        await lab.World.AdvanceAsync(TimeSpan.FromDays(1));
        await PushAsync(lab, 1);
        // What a run costs is known at its end; this one is made dear.
        await lab.World.Database.WriteAsync(s => s.Execute("update pipeline_steps set cpu_s = 37800 where run_id = (select id from pipeline_runs order by number desc limit 1)"), cancellation: TestContext.Current.CancellationToken);
        await PushAsync(lab, 1);
        (await FiringsAsync(lab)).Skip(3).Select(f => $"{f.Text("outcome")} {(string?)f["reason"]}").ShouldBe(["fired ", "held The day's budget is spent: 1 of 2 runs, 10.5 of 10 CPU hours."]);
        JsonNode budget = (await lab.SendAsync("GET", "/triggers"))["items"]![0]!["budget"]!;
        ((int)budget["runs"]!, (double)budget["cpu_hours"]!, (int)budget["runs_spent"]!, (double)budget["cpu_hours_spent"]!).ShouldBe((2, 10, 1, 10.5));
        await lab.SendAsync("POST", "/triggers/it/fire", new { }, HttpStatusCode.Accepted);
        (await FiringsAsync(lab))[^1].Text("outcome").ShouldBe("fired", "a hand is not held back");
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_days_budget_of_the_project_is_spent_by_all_its_triggers(string engine)
    {
        const string yaml = """
            project: {name: lab, budget: {runs: 3}}
            data: {trips: {from: push}}
            steps: {go: {run: "echo 1 > $CAIRN_OUT_T", out: {t: file}}}
            triggers:
              hand: {when: manual, run: go}
              new: {when: data.trips, run: go}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml, engine);
        for (int i = 0; i < 2; i++)
        {
            await lab.SendAsync("POST", "/triggers/hand/fire", new { }, HttpStatusCode.Accepted);
            await lab.World.QuietAsync();
        }
        await PushAsync(lab, 1);
        await PushAsync(lab, 1);
        (await FiringsAsync(lab)).Where(f => f.Text("trigger_name") == "new").Select(f => $"{f.Text("outcome")} {(string?)f["reason"]}")
            .ShouldBe(["fired ", "held The day's budget of the project is spent: 3 of 3 runs."]);
        (await lab.World.Http.GetStringAsync("/p/lab/triggers")).ShouldContain("3 of 3 runs of the project spent today");
        await lab.World.AdvanceAsync(TimeSpan.FromDays(1));
        (await FiringsAsync(lab))[^1].Text("outcome").ShouldBe("fired", "it was asked again at midnight");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_signed_webhook_starts_one_run_however_often_it_comes(string engine)
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK", engine);
        await lab.SendAsync("POST", "/secrets", new { name = "HOOK", value = Secret });
        (await CallAsync(lab, Standard("m1", "{\"x\": 1}"))).ShouldBe((HttpStatusCode.Accepted, "fired"));
        await lab.World.QuietAsync();
        (await CallAsync(lab, Standard("m1", "{\"x\": 1}"))).ShouldBe((HttpStatusCode.OK, "repeated"));
        (await CallAsync(lab, GitHub("{\"ref\": \"main\"}"))).ShouldBe((HttpStatusCode.Accepted, "fired"));
        await lab.World.QuietAsync();
        (await CallAsync(lab, GitHub("{\"ref\": \"main\"}"))).ShouldBe((HttpStatusCode.OK, "repeated"));
        LedgerEvent[] fired = [.. await lab.World.EventsAsync("trigger.fired")];
        fired.Select(e => (string?)e.Data["kind"]).ShouldBe(["webhook", "webhook"]);
        (await lab.World.EventsAsync("run.finished")).Select(e => (string?)e.Data["firing"]).ShouldBe(fired.Select(f => f.Subject.Id));
    }

    [Fact]
    public async Task Who_cannot_sign_learns_nothing_and_starts_nothing()
    {
        await using PipelineWorld lab = await StartAsync("when: webhook, secret: HOOK");
        HttpRequestMessage early = Standard("m0", "x");
        (await CallAsync(lab, early)).Status.ShouldBe(HttpStatusCode.Unauthorized, "the secret is not set");
        await lab.SendAsync("POST", "/secrets", new { name = "HOOK", value = Secret });
        var answers = new HashSet<string>();
        foreach (HttpRequestMessage request in new[]
        {
            Standard("m1", "x", "another-secret"), Standard("m1", "x", at: DateTimeOffset.UtcNow.AddMinutes(-6)), Standard("m1", "x", at: DateTimeOffset.UtcNow.AddMinutes(6)),
            Tampered(Standard("m1", "x")), Renamed(Standard("m1", "x")), GitHub("x", "another-secret"), Without(Standard("m1", "x")),
            Standard("m1", "x", trigger: "other"), Standard("m1", "x", project: "other"),
        })
        {
            using HttpResponseMessage answer = await lab.World.Http.SendAsync(request, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            answers.Add((await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync()))!.Text("detail"));
        }
        answers.ShouldHaveSingleItem();
        (await CallAsync(lab, Standard("m2", new string('x', (1 << 20) + 1)))).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await FiringsAsync(lab)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("when: webhook", "a webhook must be signed: add secret: NAME")]
    [InlineData("when: manual, secret: HOOK", "only what a webhook brings is signed")]
    [InlineData("when: data.trips grew 0", "a number of rows of at least 1")]
    [InlineData("when: data.trips grew many", "a number of rows of at least 1")]
    [InlineData("when: data.trips, held: later", "again")]
    [InlineData("when: data.trips, budget: {}", "a budget says how much a day")]
    [InlineData("when: data.trips, budget: {runs: 0}", "a whole number from 1")]
    [InlineData("when: data.trips, budget: {cost: 5}", "unknown key")]
    [InlineData("when: data.trps grew 5", "unknown source 'trps'")]
    public void A_wrong_trigger_is_refused_with_its_place(string trigger, string said)
    {
        var read = Cairn.Contracts.Projects.ProjectFile.Parse(Encoding.UTF8.GetBytes(File(trigger)), "cairn.yaml");
        string fault = read.Faults.ShouldHaveSingleItem().ToString();
        fault.ShouldStartWith("cairn.yaml:5:");
        fault.ShouldContain(said);
    }

    private static string File(string trigger) => $$$$"""
        project: lab
        data: {trips: {from: push}}
        steps: {go: {run: "echo 1 > $CAIRN_OUT_T", out: {t: file}}}
        triggers:
          it: { {{{{trigger}}}}, run: go}
        """;

    private static Task<PipelineWorld> StartAsync(string trigger, string engine = TestEngines.Sqlite) => PipelineWorld.StartAsync(File(trigger), engine);

    private static int _pushed;

    private static async Task PushAsync(PipelineWorld lab, int rows)
    {
        string partition = $"p{Interlocked.Increment(ref _pushed)}", table = "x\n" + string.Concat(Enumerable.Range(0, rows).Select(r => $"{r}\n"));
        using HttpResponseMessage answer = await lab.World.Http.PostAsync($"/api/v1/projects/lab/data/trips/push?partition={partition}", new StringContent(table, Encoding.UTF8, "text/csv"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
        await lab.World.AdvanceAsync(TimeSpan.FromSeconds(1));
    }

    /// <summary>Oldest first.</summary>
    private static async Task<JsonNode[]> FiringsAsync(PipelineWorld lab) => [.. (await lab.SendAsync("GET", "/firings"))["items"]!.AsArray().Reverse().Select(f => f!)];

    private static async Task<(HttpStatusCode Status, string? Outcome)> CallAsync(PipelineWorld lab, HttpRequestMessage request)
    {
        using HttpResponseMessage answer = await lab.World.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, (string?)(await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync()))!["outcome"]);
    }

    private static HttpRequestMessage Standard(string id, string body, string secret = Secret, DateTimeOffset? at = null, string trigger = "it", string project = "lab")
    {
        string time = (at ?? DateTimeOffset.UtcNow).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] key = secret == Secret ? Convert.FromBase64String(secret["whsec_".Length..]) : Encoding.UTF8.GetBytes(secret);
        HttpRequestMessage request = Request(body, trigger, project);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", time);
        request.Headers.Add("webhook-signature", "v1,AAAA v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{time}.{body}"))));
        return request;
    }

    private static HttpRequestMessage GitHub(string body, string secret = Secret)
    {
        byte[] key = secret == Secret ? Convert.FromBase64String(secret["whsec_".Length..]) : Encoding.UTF8.GetBytes(secret);
        HttpRequestMessage request = Request(body, "it", "lab");
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(body))));
        return request;
    }

    private static HttpRequestMessage Request(string body, string trigger, string project)
        => new(HttpMethod.Post, $"/api/v1/projects/{project}/triggers/{trigger}/webhook") { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private static HttpRequestMessage Tampered(HttpRequestMessage request)
    {
        request.Content = new StringContent("y", Encoding.UTF8, "application/json");
        return request;
    }

    private static HttpRequestMessage Renamed(HttpRequestMessage request)
    {
        request.Headers.Remove("webhook-id");
        request.Headers.Add("webhook-id", "m9");
        return request;
    }

    private static HttpRequestMessage Without(HttpRequestMessage request)
    {
        request.Headers.Remove("webhook-signature");
        return request;
    }
}
