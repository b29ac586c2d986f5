using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Delivery;
using Cairn.Platform.Artifacts;
using Cairn.Registry;
using Cairn.Registry.Cards;
using Cairn.Rooms.Tests.Pages;
using Cairn.XgBoost;

namespace Cairn.Rooms.Tests.Delivery;

public sealed class HandoffTests
{
    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_version_is_handed_over_to_another_person_with_what_was_found_in_it(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        const string Path = "/api/v1/projects/late/handoffs";
        JsonNode offer = (await at.World.Http.SendAsync("POST", Path, HttpStatusCode.Created, new { version = "delay/1", to_role = "software-engineer", checklist = new[] { "limits" } }, actor: "sim:ada"))!;
        offer["checklist"]!.AsArray().Select(c => (string)c!).ShouldBe(["model", "signature", "example"]);
        string answer = $"{Path}/{offer.Text("id")}/answer";
        await at.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { accepted = true }, actor: "sim:ada");
        (await at.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { accepted = true }, actor: "sim:ben")).Text("state").ShouldBe("accepted");
        await at.World.Http.SendAsync("POST", answer, HttpStatusCode.Conflict, new { accepted = false }, actor: "sim:ben");
        IReadOnlyList<LedgerEvent> events = await at.World.EventsAsync("handoff");
        events.Select(e => $"{e.Type} {e.Actor.Id}").ShouldBe(["handoff.offered sim:ada", "handoff.answered sim:ben"]);
        await at.World.Http.SendAsync("POST", Path, HttpStatusCode.NotFound, new { version = "delay/9", to_role = "software-engineer" });
        await at.World.Http.SendAsync("POST", Path, HttpStatusCode.BadRequest, new { version = "delay/1", to_role = "king" });
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Whose_role_waits_is_told_so_and_how_it_is_given(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        JsonNode offer = (await at.World.Http.SendAsync("POST", "/api/v1/projects/late/handoffs", HttpStatusCode.Created, new { version = "delay/1", to_role = "software-engineer" }, actor: "sim:ada"))!;
        await at.DeclareAsync(DeliveryWorld.File().Replace("[sim:ben]", "[sim:ben, sim:mel]", StringComparison.Ordinal).Replace("owner: sim:ada", "owner: sim:mel", StringComparison.Ordinal), "Mel <mel@example.org>");
        const string Hint = "cairn people grant --person sim:mel --role software-engineer", Approvals = "/api/v1/projects/late/approvals";
        JsonNode refused = (await at.World.Http.SendAsync("POST", $"/api/v1/projects/late/handoffs/{offer.Text("id")}/answer", HttpStatusCode.Forbidden, new { accepted = true }, actor: "sim:mel"))!;
        refused.Text("mend").ShouldEndWith(Hint);
        object approval = new { of = "version:delay/1", as_role = "software-engineer" };
        (await at.World.Http.SendAsync("POST", Approvals, HttpStatusCode.Forbidden, approval, actor: "sim:mel")).Text("mend").ShouldEndWith(Hint);
        (await at.World.Http.SendAsync("POST", Approvals, HttpStatusCode.Forbidden, approval, actor: "sim:noa")).Text("mend").ShouldBe("The project's owner grants roles.");
        (await at.World.Get<CardReading>().ReadAsync(DeliveryWorld.Project, "delay", "1", TestContext.Current.CancellationToken)).Owner.ShouldBe("sim:ada", "who waits owns nothing");
    }

    [Fact]
    public async Task A_file_of_XGBoost_is_a_model_and_one_that_begins_like_it_is_not()
    {
        Assert.SkipWhen(XgBoostLibrary.Missing() is not null, XgBoostLibrary.Missing() ?? "");
        using var matrix = new DMatrix([0, 1, 2, 3], 1, [0, 0, 1, 1]);
        using Booster booster = Booster.Create([new("objective", "binary:logistic")], matrix);
        booster.Update(0, matrix);
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        foreach ((byte[] content, bool sound) in new[] { (booster.Save(ModelFormat.Json), true), (booster.Save(ModelFormat.Ubj), true), ("{\"learner\": 7}"u8.ToArray(), false) })
        {
            Artifact file = await at.World.Get<IArtifactStore>().PutAsync(new MemoryStream(content));
            ModelVersionView version = await at.World.Get<IModels>().RegisterAsync(new RegisterVersion(DeliveryWorld.Project, "trees", file.Digest, file.Size) { RunId = $"run-{Guid.NewGuid():N}", Format = "json" }, Actor.Service("pipelines"), []);
            (await at.World.Get<PackageCheck>().FindAsync(version, TestContext.Current.CancellationToken)).Contains("model").ShouldBe(sound, version.Id);
        }
    }

    [Fact]
    public async Task The_page_shows_what_was_found_and_takes_the_answer()
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync();
        await using (world)
        using (repository)
        {
            await world.FillAsync();
            const string Api = $"/api/v1/projects/{PagesWorld.Project}", Page = $"/p/{PagesWorld.Project}/handoffs";
            await world.Http.SendAsync("POST", Api + "/people", HttpStatusCode.Created, new { person = "sim:ben", role = "software-engineer" });
            (await PostAsync(world, Page, null, ("version", "delay/1"), ("to_role", "software-engineer"), ("reason", ""))).ShouldBe(Page);
            JsonNode offer = (await world.Http.SendAsync("GET", Api + "/handoffs", HttpStatusCode.OK))!["items"]![0]!;
            string shown = await world.Http.GetStringAsync(Page);
            shown.ShouldContain("delay/1 for a software-engineer");
            shown.ShouldContain("Waits for an answer");
            shown.ShouldContain("Not found");
            (await PostAsync(world, $"{Page}/{offer.Text("id")}/answer", "sim:ben", ("answer", "refused"), ("reason", "no limits were <measured>"))).ShouldBe(Page);
            (await world.Http.GetStringAsync(Page)).ShouldContain("refused by sim:ben: no limits were &lt;measured&gt;");
        }
    }

    private static async Task<string> PostAsync(TestWorld world, string path, string? actor, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        if (actor is not null) request.Headers.Add("X-Cairn-Actor", actor);
        using HttpResponseMessage answer = await world.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_prediction_leads_back_to_its_release_version_and_run(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(engine: engine);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.SendAsync(1);
        JsonNode trace = (await at.World.Http.SendAsync("GET", "/api/v1/trace/r0.3", HttpStatusCode.OK))!;
        trace["prediction"].Text("endpoint").ShouldBe("delay");
        trace["release"].Text("id").ShouldBe("rel-2");
        trace["version"].Text("id").ShouldBe("mv-delay-1");
        trace["run"].Text("id").ShouldStartWith("run-");
        await at.World.Http.SendAsync("GET", "/api/v1/trace/r9.9", HttpStatusCode.NotFound);
    }
}
