using System.Net;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Data.Changes;
using Cairn.Endpoints;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;
using Cairn.Rooms.Tests.Pipelines;

namespace Cairn.Rooms.Tests.Data;

/// <summary>What a served endpoint takes is a promise to those who call it.</summary>
public sealed class InputContractTests
{
    private const string Changes = "/api/v1/projects/late/contract-changes";

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Inputs_that_take_less_wait_for_those_who_call_and_are_served_as_before_until_then(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(File("range: [-3, 3]"), engine);
        // Nothing serves yet: nobody is asked.
        await at.DeclareAsync(File("range: [-2.9, 2.9]"));
        (await ChangesAsync(at)).ShouldBeEmpty();
        await at.DeclareAsync(File("range: [-3, 3]"));
        await at.TrainAsync(DeliveryWorld.Model(1));
        await AskAsync(at, 2, HttpStatusCode.OK);
        await AskAsync(at, 4, HttpStatusCode.BadRequest);

        await at.World.AdvanceAsync(TimeSpan.FromMinutes(1));
        await at.DeclareAsync(File("range: [-1, 1], missing: 0%"));
        JsonNode change = (await ChangesAsync(at)).ShouldHaveSingleItem();
        (change.Text("source"), change.Text("state"), Words(change["breaks"])).ShouldBe(("endpoints.delay", "proposed", "x: has a narrower range, x: may be missing less often"));
        change["consumers"]!.AsArray().ShouldHaveSingleItem()!.Text("what").ShouldBe("caller board");
        Words(change["waits"]).ShouldBe("software-engineer");
        await AskAsync(at, 2, HttpStatusCode.OK);
        (await at.World.Get<IEndpointInputs>().OfAsync(await at.EndpointAsync())).All.ShouldHaveSingleItem().Max.ShouldBe(3);

        string answer = $"{Changes}/{change.Text("id")}/answer";
        await at.World.Http.SendAsync("POST", answer, HttpStatusCode.Forbidden, new { answer = "given" }, "sim:ada");
        (await at.World.Http.SendAsync("POST", answer, HttpStatusCode.OK, new { answer = "given" }, "sim:ben"))!.Text("state").ShouldBe("approved");
        await AskAsync(at, 2, HttpStatusCode.BadRequest);
        await AskAsync(at, 0.5, HttpStatusCode.OK);
        (await at.World.Get<IEndpointInputs>().OfAsync(await at.EndpointAsync())).All.ShouldHaveSingleItem().Max.ShouldBe(1);

        // What takes more is in force at once.
        await at.DeclareAsync(File("range: [-9, 9]"));
        (await ChangesAsync(at)).Length.ShouldBe(1);
        await AskAsync(at, 4, HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("", "range: [0, 9]", "x: has a narrower range")]
    [InlineData("range: [-9, 9]", "range: [-9, 9], in: [1, 2]", "x: may have fewer values")]
    [InlineData("", "type: int", "x: is int, was of any type")]
    [InlineData("type: float", "type: int", "x: is int, was float")]
    [InlineData("type: int", "type: float", null)]
    [InlineData("range: [-9, 9], missing: 0%", "range: [-9, 99]", null)]
    [InlineData("", "log: hash", null)]
    [InlineData("missing: 50%", "missing: 0%", "x: may be missing less often")]
    [InlineData("missing: 50%", "missing: 10%", null)]
    [InlineData("", "pattern: '[0-9]+'", null)]
    public async Task What_breaks_callers_is_judged_as_what_breaks_readers_from_the_other_side(string before, string after, string? breaks)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(File(before));
        await at.TrainAsync(DeliveryWorld.Model(1));
        (await at.EndpointAsync()).Variants.ShouldNotBeEmpty();
        await at.DeclareAsync(File(after));
        (await ChangesAsync(at)).Select(c => Words(c["breaks"])).ShouldBe(breaks is null ? [] : [breaks]);
    }

    [Fact]
    public async Task Those_who_answer_for_the_inputs_are_asked_for_what_others_changed()
    {
        string owned = File("range: [-3, 3]").Replace("key: flight,", "key: flight, owners: data-scientist,", StringComparison.Ordinal);
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(owned);
        await at.World.AdvanceAsync(TimeSpan.FromMinutes(1));
        await at.DeclareAsync(owned.Replace("[-3, 3]", "[-9, 9]", StringComparison.Ordinal), "Ben <ben@example.org>");
        Words((await ChangesAsync(at)).ShouldHaveSingleItem()["waits"]).ShouldBe("data-scientist");
    }

    [Fact]
    public async Task The_page_of_the_endpoint_says_that_a_change_waits_and_what_an_earlier_release_did_not_know_is_known_after_a_start()
    {
        const string Yaml = "project: {name: lab, owner: sim:ada}\nsteps: {train: {run: cat, out: {model: model}}}\nendpoints: {delay: {model: train.model, inputs: {x: {range: [-3, 3]}}}}\n";
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml);
        Artifact file = await lab.World.Get<IArtifactStore>().PutAsync(new MemoryStream(DeliveryWorld.Model(1)));
        ModelVersionView version = await lab.World.Get<IModels>().RegisterAsync(new RegisterVersion("lab", "delay", file.Digest, file.Size), Actor.Service("pipelines"), []);
        var endpoints = lab.World.Get<IEndpoints>();
        await lab.World.Database.WriteAsync(s => endpoints.SetVariants(s, "lab", "delay", "production", [new VariantDraft(version.Id, version.Number, version.Digest, 1000)]), cancellation: TestContext.Current.CancellationToken);
        await lab.World.Database.WriteAsync(s => s.Execute("delete from data_contracts"), cancellation: TestContext.Current.CancellationToken);
        await lab.World.Services.GetServices<IHostedService>().OfType<ContractRenewal>().Single().StartAsync(TestContext.Current.CancellationToken);
        (await lab.World.Http.GetStringAsync("/p/lab/endpoints/delay")).ShouldNotContain("A change of its inputs waits");
        lab.Repository.Write("cairn.yaml", Yaml.Replace("[-3, 3]", "[0, 3]", StringComparison.Ordinal));
        await lab.CommitAsync();
        (await lab.World.Http.GetStringAsync("/p/lab/endpoints/delay")).ShouldContain("A change of its inputs waits");
        JsonNode change = (await lab.World.Http.SendAsync("GET", "/api/v1/projects/lab/contract-changes", HttpStatusCode.OK))!["items"]!.AsArray().ShouldHaveSingleItem()!;
        (change["consumers"]![0]!.Text("what"), Words(change["waits"])).ShouldBe(("whoever calls delay", "owner"));
    }

    private static string File(string rules) => DeliveryWorld.File().Replace("key: flight,", $"key: flight, inputs: {{x: {{{rules}}}}},", StringComparison.Ordinal);

    private static async Task AskAsync(DeliveryWorld at, double x, HttpStatusCode expected)
    {
        await at.World.Get<IEndpoints>().PublishedAsync(TestContext.Current.CancellationToken);
        await at.World.Http.SendAsync("POST", "/v2/models/delay/infer", expected, new { inputs = new[] { new { name = "x", shape = new[] { 1, 1 }, datatype = "FP32", data = new[] { x } } } });
    }

    private static async Task<JsonNode[]> ChangesAsync(DeliveryWorld at) => [.. (await at.World.Http.SendAsync("GET", Changes, HttpStatusCode.OK))!["items"]!.AsArray().Select(c => c!)];

    private static string Words(JsonNode? list) => string.Join(", ", list!.AsArray().Select(w => w!.GetValue<string>()));
}
