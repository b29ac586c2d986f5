using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Rooms.Tests.Projects;

namespace Cairn.Rooms.Tests.Maturity;

public sealed class AssessmentTests
{
    private const string Maturity = MaturityWorlds.Base + "/maturity";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_day_later_the_first_assessment_is_on_record_and_an_unchanged_one_is_not_repeated(string engine)
    {
        using var repository = new TestRepository();
        await using TestWorld world = await MaturityWorlds.StartAsync(repository, engine: engine);
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        LedgerEvent made = (await world.EventsAsync("assessment.made")).ShouldHaveSingleItem();
        made.Actor.Id.ShouldBe("svc:maturity");
        made.Data["levels"]!["microsoft"]!.GetValue<int>().ShouldBe(0);
        made.Data.Text("profile").ShouldBe("team");
        await world.AdvanceAsync(TimeSpan.FromDays(3));
        (await world.EventsAsync("assessment.made")).Count.ShouldBe(1);

        // The owner's word changes a status, so the next day's assessment is recorded with it.
        await world.Http.SendAsync("POST", MaturityWorlds.Base + "/statements", HttpStatusCode.Created, new { id = "project-registered", as_role = "owner" }, "sim:ada");
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        IReadOnlyList<LedgerEvent> all = await world.EventsAsync("assessment.made");
        all.Count.ShouldBe(2);
        all[1].Data["changed"]!.AsArray().Select(c => c!.GetValue<string>()).ShouldContain("project-registered");
        JsonNode? history = await world.Http.SendAsync("GET", Maturity + "/history", HttpStatusCode.OK);
        history!.AsArray().Select(h => h!["levels"]!["google"]!.GetValue<int>()).ShouldBe([0, 0]);
    }

    [Fact]
    public async Task The_answer_says_that_the_world_is_simulated_and_can_leave_its_people_out()
    {
        using var repository = new TestRepository();
        await using TestWorld world = await MaturityWorlds.StartAsync(repository);
        await world.Http.SendAsync("POST", MaturityWorlds.Base + "/statements", HttpStatusCode.Created, new { id = "project-registered" }, "sim:ada");
        await world.QuietAsync();
        JsonNode? all = await world.Http.SendAsync("GET", Maturity, HttpStatusCode.OK);
        all!["simulated"]!.GetValue<bool>().ShouldBeTrue();
        all["alone"]!.GetValue<bool>().ShouldBeFalse();
        all.Text("profile").ShouldBe("team");
        Status(all, "project-registered").ShouldNotBe("UNKNOWN");
        JsonNode? alone = await world.Http.SendAsync("GET", Maturity + "?alone=true", HttpStatusCode.OK);
        alone.Text("profile").ShouldBe("solo");
        Status(alone!, "project-registered").ShouldNotBe("PASS");
        JsonNode? one = await world.Http.SendAsync("GET", Maturity + "/model-versioning", HttpStatusCode.OK);
        one.Text("rule").ShouldContain("version");
        await world.Http.SendAsync("GET", Maturity + "/model-versionning", HttpStatusCode.NotFound);
        JsonNode? earlier = await world.Http.SendAsync("GET", Maturity + "?as_of=2000-06-01&profile=enterprise", HttpStatusCode.OK);
        earlier.Text("as_of").ShouldStartWith("2000-06-01T23:59:59");
        earlier.Text("profile").ShouldBe("enterprise");
        (await world.Http.SendAsync("GET", Maturity + "?as_of=soon", HttpStatusCode.BadRequest)).Text("field").ShouldBe("as_of");
    }

    [Fact]
    public async Task No_gate_passes_in_a_simulated_world_and_in_the_real_one_only_what_is_earned()
    {
        using var repository = new TestRepository();
        await using (TestWorld simulated = await MaturityWorlds.StartAsync(repository))
        {
            JsonNode? refused = await simulated.Http.SendAsync("GET", Maturity + "/gate?level=0", HttpStatusCode.Conflict);
            refused.Text("code").ShouldBe("simulated-world");
            refused.Text("detail").ShouldContain("simulated world");
        }
        await using TestWorld real = await MaturityWorlds.StartAsync(repository, MaturityWorlds.Options with { SimulatedClock = null }, file: ProjectWorlds.File.Replace("sim:", "", StringComparison.Ordinal));
        (await real.Http.SendAsync("GET", Maturity + "/gate?level=0", HttpStatusCode.OK))!["ok"]!.GetValue<bool>().ShouldBeTrue();
        JsonNode? missing = await real.Http.SendAsync("GET", Maturity + "/gate?level=1", HttpStatusCode.Conflict);
        missing.Text("code").ShouldBe("level-not-earned");
        missing!["gaps"]!.AsArray().Count.ShouldBeGreaterThan(3);
        (await real.Http.SendAsync("GET", Maturity + "/gate?level=7", HttpStatusCode.BadRequest)).Text("field").ShouldBe("level");
        (await real.Http.SendAsync("GET", Maturity + "/gate?level=1&ladder=ibm", HttpStatusCode.BadRequest)).Text("field").ShouldBe("ladder");
    }

    private static string Status(JsonNode assessment, string capability)
        => assessment["capabilities"]!.AsArray().Single(c => c.Text("id") == capability).Text("status");
}
