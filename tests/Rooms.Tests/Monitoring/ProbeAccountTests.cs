using System.Net;
using System.Text.Json.Nodes;
using Cairn.Code;
using Cairn.Compute;
using Cairn.Data;
using Cairn.Delivery;
using Cairn.Endpoints;
using Cairn.Identity;
using Cairn.Monitoring;
using Cairn.Onnx;
using Cairn.Pipelines;
using Cairn.Projects;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;
using Cairn.Rooms.Tests.Endpoints;
using Cairn.Server;
using Cairn.Tracking;

namespace Cairn.Rooms.Tests.Monitoring;

public sealed class ProbeAccountTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Four = TimeSpan.FromMinutes(4);

    [Fact]
    public void A_probers_minutes_go_before_the_questions_from_inside()
    {
        // An hour: inside says yes every four minutes, the prober found two minutes down within one of those.
        var record = new AvailabilityRecord(Inside(60), Probed(60, m => m is not (9 or 10)), []);
        MeasuredSpan found = AvailabilityMeasure.Measure(record, Noon, Noon.AddHours(1), Four);
        ((double)found.Facts["availability"]).ShouldBe(58 / 60.0, 1e-9);
        found.Facts["probes"].ShouldBe(75);
        found.Facts["planned_s"].ShouldBe(0L);
    }

    [Fact]
    public void Where_the_prober_was_away_inside_speaks_and_where_nobody_speaks_it_was_down()
    {
        // The prober ends after 20 minutes; inside until 40; then the machine is off.
        MeasuredSpan found = AvailabilityMeasure.Measure(new AvailabilityRecord(Inside(40), Probed(20, _ => true), []), Noon, Noon.AddHours(1), Four);
        ((double)found.Facts["availability"]).ShouldBe(40 / 60.0, 1e-9);
    }

    [Fact]
    public void Announced_downtime_is_told_apart_and_not_held_against_it()
    {
        PlannedDowntime planned = new() { Begins = Noon.AddMinutes(10).ToUnixTimeMilliseconds(), Ends = Noon.AddMinutes(20).ToUnixTimeMilliseconds() };
        // Down from 8 to 18: two minutes of it too early; the last two of the announcement were not needed.
        MeasuredSpan found = AvailabilityMeasure.Measure(new AvailabilityRecord([], Probed(60, m => m is < 8 or >= 18), [planned]), Noon, Noon.AddHours(1), Four);
        found.Facts["planned_s"].ShouldBe(480L);
        ((double)found.Facts["availability"]).ShouldBe(50 / 52.0, 1e-9);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Results_are_taken_once_and_from_probers_alone(string engine)
    {
        await using TestWorld world = await WorldAsync(engine);
        string prober = "Bearer " + (await world.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "client:prober", role = "probe" })).Text("secret");
        DateTimeOffset at = DateTimeOffset.UtcNow.AddMinutes(-5);
        object report = new
        {
            results = new object[]
            {
                new { route = "delay", at, every_s = 60, answered = true, status = 200, took_ms = 3 },
                new { route = "delay", at = at.AddMinutes(1), every_s = 60, answered = false },
                new { route = "gone", at, every_s = 60, answered = true, status = 200, took_ms = 3 },
                new { route = "delay", at = at.AddDays(-40), every_s = 60, answered = true, status = 200, took_ms = 3 },
            },
        };
        JsonNode first = (await world.Http.SendAsync("POST", "/api/v1/probes/results", HttpStatusCode.OK, report, authorization: prober))!;
        ((int)first["accepted"]!, (int)first["known"]!, (int)first["unknown"]!).ShouldBe((2, 0, 2));
        JsonNode again = (await world.Http.SendAsync("POST", "/api/v1/probes/results", HttpStatusCode.OK, report, authorization: prober))!;
        ((int)again["accepted"]!, (int)again["known"]!).ShouldBe((0, 2));
        IReadOnlyList<ProbeResult> kept = await world.Database.ReadAsync(s => s.Query<ProbeResult>("select * from probe_results order by at"));
        kept.Select(r => (r.Prober, r.Answered, r.Status, r.EveryS)).ShouldBe([("client:prober", true, 200, 60L), ("client:prober", false, null, 60L)]);

        await world.Http.SendAsync("POST", "/api/v1/probes/results", HttpStatusCode.Forbidden, report);
        object future = new { results = new[] { new { route = "delay", at = DateTimeOffset.UtcNow.AddHours(1), every_s = 60, answered = true } } };
        (await world.Http.SendAsync("POST", "/api/v1/probes/results", HttpStatusCode.BadRequest, future, authorization: prober)).Text("field").ShouldBe("results[0].at");
        (await world.Http.SendAsync("GET", "/api/v1/probes/plan", HttpStatusCode.OK, authorization: prober))!.AsArray().ShouldBeEmpty("nothing is released yet");
    }

    [Fact]
    public async Task Downtime_is_announced_beforehand_on_the_record_and_ends_early()
    {
        await using TestWorld world = await WorldAsync();
        const string path = "/api/v1/projects/late/downtime";
        JsonNode made = (await world.Http.SendAsync("POST", path, HttpStatusCode.OK, new { endpoint = "delay", to = DateTimeOffset.UtcNow.AddHours(1), reason = "upgrade" }))!;
        made.Text("endpoint").ShouldBe("delay");
        (await world.Http.SendAsync("POST", path, HttpStatusCode.BadRequest, new { from = DateTimeOffset.UtcNow.AddHours(-1), to = DateTimeOffset.UtcNow.AddHours(1), reason = "upgrade" })).Text("field").ShouldBe("from");
        (await world.Http.SendAsync("POST", path, HttpStatusCode.BadRequest, new { to = DateTimeOffset.UtcNow.AddDays(8), reason = "upgrade" })).Text("field").ShouldBe("to");
        (await world.Http.SendAsync("POST", path, HttpStatusCode.BadRequest, new { reason = "upgrade" })).Text("field").ShouldBe("to");
        (await world.Http.SendAsync("POST", path, HttpStatusCode.BadRequest, new { to = DateTimeOffset.UtcNow.AddHours(1) })).Text("field").ShouldBe("reason");
        await world.Http.SendAsync("POST", path, HttpStatusCode.NotFound, new { endpoint = "none", to = DateTimeOffset.UtcNow.AddHours(1), reason = "upgrade" });
        await world.Http.SendAsync("DELETE", $"{path}/{made.Text("id")}", HttpStatusCode.NoContent);
        await world.Http.SendAsync("DELETE", $"{path}/{made.Text("id")}", HttpStatusCode.Conflict);
        JsonNode listed = (await world.Http.SendAsync("GET", path, HttpStatusCode.OK))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        listed["to"]!.GetValue<DateTimeOffset>().ShouldBeLessThan(DateTimeOffset.UtcNow.AddMinutes(1));
        IReadOnlyList<string> types = await world.Database.ReadAsync(s => s.Query<string>("select type from ledger_events where type like 'statement.%' order by 1"));
        types.ShouldBe(["statement.made", "statement.revoked"]);
    }

    /// <summary>Half floats go in binary alone; a model of three rows takes no other number.</summary>
    [Theory]
    [InlineData(OnnxType.Float, -1)]
    [InlineData(OnnxType.Float16, -1)]
    [InlineData(OnnxType.Float, 3)]
    public async Task The_plan_has_a_request_that_each_released_endpoint_answers(OnnxType type, long rows)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        var graph = new OnnxGraph("echo");
        graph.Output("out", graph.Input("x", type, rows, 1), type, rows, 1);
        await at.ServeAsync(graph.ToBytes());
        PlannedProbe planned = (await at.World.Get<ProbePlan>().ListAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();
        planned.Route.ShouldBe("delay");
        string prober = "Bearer " + (await at.World.Http.SendAsync("POST", "/api/v1/tokens", HttpStatusCode.Created, new { actor = "client:prober", role = "probe" })).Text("secret");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/delay/infer") { Content = new InferenceBody(planned.Request, planned.Tensors).Content() };
        request.Headers.TryAddWithoutValidation("Authorization", prober);
        request.Headers.Add("X-Cairn-Probe", "1");
        long before = at.World.Get<IServingReadings>().Read("delay")!.Variants.Sum(v => v.Requests);
        using HttpResponseMessage answer = await at.World.Http.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        at.World.Get<IServingReadings>().Read("delay")!.Variants.Sum(v => v.Requests).ShouldBe(before);
    }

    private static async Task<TestWorld> WorldAsync(string engine = TestEngines.Sqlite)
    {
        TestWorld world = await TestWorld.StartAsync(new TestWorldOptions
        {
            SimulatedClock = null,
            Rooms = s => s.AddIdentity().AddProjects(new ProjectsOptions { SyncCron = "0 0 1 1 *" }).AddCompute().AddCode().AddData().AddTracking().AddRegistry().AddEndpoints().AddDelivery().AddMonitoring().AddPipelines().AddServingPlane(),
            Middleware = a => a.UseIdentity(),
            Routes = a => { a.MapIdentity(); a.MapProjects(); a.MapEndpoints(); a.MapMonitoring(); },
        }, engine);
        using var repository = new TestRepository();
        repository.Write("cairn.yaml", DeliveryWorld.File().Replace("sim:", "person:", StringComparison.Ordinal)).Commit("first");
        await world.Http.SendAsync("POST", "/api/v1/projects", HttpStatusCode.Created, new { repository = repository.Path, branch = "main" });
        return world;
    }

    private static Question[] Inside(int minutes) => [.. Enumerable.Range(0, minutes / 4).Select(i => new Question { At = Noon.AddMinutes(i * 4).ToUnixTimeMilliseconds(), Answered = true })];

    private static ProbeResult[] Probed(int minutes, Func<int, bool> answered)
        => [.. Enumerable.Range(0, minutes).Select(m => new ProbeResult { At = Noon.AddMinutes(m).ToUnixTimeMilliseconds(), EveryS = 60, Answered = answered(m) })];
}
