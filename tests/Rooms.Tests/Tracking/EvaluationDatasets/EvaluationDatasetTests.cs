using System.Net;
using System.Text.Json.Nodes;
using Cairn.Rooms.Tests.Tracking.Traces;
using Cairn.Tracking.EvaluationDatasets;

namespace Cairn.Rooms.Tests.Tracking.EvaluationDatasets;

/// <summary>Evaluation datasets of MLflow 3: what clients do with them, call by call.</summary>
public sealed class EvaluationDatasetTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Records_with_the_same_inputs_are_one_and_grow_together(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string id = await CreateAsync(world, "qa");
        string empty = await DigestAsync(world, id);
        (await UpsertAsync(world, id, """[{"inputs": {"q": "why?", "n": 1}, "expectations": {"a": "wind"}, "tags": {"mlflow.user": "ada"}}, {"inputs": {"q": "who?"}, "source": {"source_type": "TRACE", "source_data": {"trace_id": "tr-1"}}}]""")).ShouldBe((2, 0));
        // Keys in another order are the same inputs; the last of one call counts.
        (await UpsertAsync(world, id, """[{"inputs": {"n": 1, "q": "why?"}, "expectations": {"b": 2}, "outputs": "so"}, {"inputs": {"q": "new"}}, {"inputs": {"q": "new"}, "tags": {"t": "x"}}]""")).ShouldBe((1, 2));

        JsonArray records = (await RecordsAsync(world, id)).Records;
        records.Select(r => (string)r!["inputs"]!["q"]!).ShouldBe(["why?", "who?", "new"]);
        records[0]!["expectations"]!.ToJsonString().ShouldBe("""{"a":"wind","b":2}""");
        ((string)records[0]!["outputs"]!, (string)records[0]!["created_by"]!, (string)records[0]!["last_updated_by"]!).ShouldBe(("so", "ada", "local"));
        ((string)records[1]!["source_id"]!, (string)records[1]!["source_type"]!, (string)records[1]!["dataset_id"]!).ShouldBe(("tr-1", "TRACE", id));
        ((string)records[2]!["tags"]!["t"]!).ShouldBe("x");

        JsonNode dataset = await GetAsync(world, id);
        JsonNode.Parse((string)dataset["schema"]!)!.ToJsonString().ShouldBe("""{"inputs":{"q":"string","n":"integer"},"outputs":{},"expectations":{"a":"string","b":"integer"},"version":"1.0"}""");
        ((string)dataset["profile"]!).ShouldBe("""{"num_records": 3}""");
        string full = (string)dataset["digest"]!;
        full.ShouldNotBe(empty);

        ((int)(await world.ThreeAsync(HttpMethod.Delete, $"datasets/{id}/records", new JsonObject { ["dataset_record_ids"] = new JsonArray((string)records[2]!["dataset_record_id"]!, "dr-none") }.ToJsonString()))["deleted_count"]!).ShouldBe(1);
        (await DigestAsync(world, id)).ShouldNotBe(full);
        await UpsertAsync(world, id, """[{"inputs": {"q": "new"}}]""");
        (await DigestAsync(world, id)).ShouldBe(full, "tags are not the content");
        await world.RestartAsync();
        (await RecordsAsync(world, id)).Records.Count.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Datasets_are_found_by_name_tag_and_experiment(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string other = (string)(await world.PostAsync("experiments/create", """{"name": "other"}"""))["experiment_id"]!;
        string one = await CreateAsync(world, "qa-one", "0"), two = await CreateAsync(world, "qa-two", "0", other), three = await CreateAsync(world, "chat");
        JsonNode tagged = (await world.ThreeAsync(HttpMethod.Patch, $"datasets/{two}/tags", """{"tags": "{\"stage\": \"gold\", \"n\": 3, \"none\": null}"}"""))["dataset"]!;
        JsonNode.Parse((string)tagged["tags"]!)!.ToJsonString().ShouldBe("""{"n":"3","stage":"gold"}""");
        (await FoundAsync(world, """{"order_by": ["name"]}""")).ShouldBe([three, one, two]);
        (await FoundAsync(world, """{"filter_string": "name LIKE 'qa%'", "order_by": ["name DESC"]}""")).ShouldBe([two, one]);
        (await FoundAsync(world, """{"filter_string": "tags.stage = 'gold' OR name = 'chat'", "order_by": ["name ASC"]}""")).ShouldBe([three, two]);
        (await FoundAsync(world, $$"""{"experiment_ids": ["{{other}}"]}""")).ShouldBe([two]);
        JsonObject page = await world.ThreeAsync(HttpMethod.Get, "datasets/search?max_results=2&order_by=name");
        page["datasets"]!.AsArray().Count.ShouldBe(2);
        (await world.ThreeAsync(HttpMethod.Get, "datasets/search?max_results=2&order_by=name&page_token=" + Uri.EscapeDataString((string)page["next_page_token"]!)))["datasets"]!.AsArray().Count.ShouldBe(1);

        ((JsonArray)(await world.ThreeAsync(HttpMethod.Post, $"datasets/{three}/add-experiments", $$"""{"experiment_ids": ["0", "{{other}}", "0"]}"""))["dataset"]!["experiment_ids"]!).Select(e => (string)e!).ShouldBe(["0", other]);
        await world.ThreeAsync(HttpMethod.Post, $"datasets/{three}/remove-experiments", """{"experiment_ids": ["0"]}""");
        ((JsonArray)(await world.ThreeAsync(HttpMethod.Get, $"datasets/{three}/experiment-ids"))["experiment_ids"]!).Select(e => (string)e!).ShouldBe([other]);
        await world.ThreeAsync(HttpMethod.Delete, $"datasets/{two}/tags/stage");
        await world.ThreeAsync(HttpMethod.Delete, $"datasets/{two}/tags/stage", expected: HttpStatusCode.NotFound);
        await world.ThreeAsync(HttpMethod.Delete, $"datasets/{two}");
        await world.ThreeAsync(HttpMethod.Get, $"datasets/{two}", expected: HttpStatusCode.NotFound);
        (await FoundAsync(world, $$"""{"experiment_ids": ["{{other}}"]}""")).ShouldBe([three]);
    }

    [Fact]
    public async Task Pages_of_records_go_on_where_the_last_ended()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string id = await CreateAsync(world, "qa");
        await UpsertAsync(world, id, "[" + string.Join(',', Enumerable.Range(0, 7).Select(i => $$$"""{"inputs": {"q": {{{i}}}}}""")) + "]");
        var found = new List<int>();
        string? token = "";
        while (token is not null)
        {
            (JsonArray records, string? next) = await RecordsAsync(world, id, 3, token);
            found.AddRange(records.Select(r => (int)r!["inputs"]!["q"]!));
            token = next;
        }
        found.ShouldBe([0, 1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public async Task What_is_wrong_is_named_and_nothing_is_written()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        string id = await CreateAsync(world, "qa"), before = (await GetAsync(world, id)).ToJsonString();
        foreach ((string path, string body, string said, HttpStatusCode status) in ((string, string, string, HttpStatusCode)[])
        [
            ("datasets/create", """{"tags": "{}"}""", "name", HttpStatusCode.BadRequest),
            ("datasets/create", """{"name": "x", "tags": "[]"}""", "tags", HttpStatusCode.BadRequest),
            ("datasets/create", """{"name": "x", "experiment_ids": ["77"]}""", "77", HttpStatusCode.NotFound),
            ("datasets/ID/records", """{"records": "{}"}""", "a JSON list", HttpStatusCode.BadRequest),
            ("datasets/ID/records", """{"records": "[{\"inputs\": {}}, {}]"}""", "[1] has no 'inputs'", HttpStatusCode.BadRequest),
            ("datasets/ID/records", """{"records": "[{\"inputs\": 1}]"}""", "[0].inputs is not an object", HttpStatusCode.BadRequest),
            ("datasets/ID/records", """{"records": "[{\"inputs\": {\"q\": \"\\ud800\"}}]"}""", "half a character", HttpStatusCode.BadRequest),
            ("datasets/ID/records", """{"records": "[{\"inputs\": {\"q\": 1, \"q\": 2}}]"}""", "no key comes twice", HttpStatusCode.BadRequest),
            ("datasets/d-none/records", """{"records": "[]"}""", "d-none", HttpStatusCode.NotFound),
            ("datasets/ID/add-experiments", """{"experiment_ids": ["77"]}""", "77", HttpStatusCode.NotFound),
            ("datasets/search", """{"filter_string": "colour = 'x'"}""", "Invalid attribute key", HttpStatusCode.BadRequest),
        ])
        {
            ((string)(await world.ThreeAsync(HttpMethod.Post, path.Replace("ID", id, StringComparison.Ordinal), body, status))["message"]!).ShouldContain(said);
            (await GetAsync(world, id)).ToJsonString().ShouldBe(before);
        }
        (await FoundAsync(world, "{}")).ShouldBe([id]);
    }

    [Fact]
    public void The_sum_of_contents_knows_no_order_and_forgets_what_is_gone()
    {
        string[] digests = [.. Enumerable.Range(0, 20).Select(i => CanonicalJson.Hash("part " + i))];
        string all = ContentSum.Changed(ContentSum.None, [], digests);
        ContentSum.Changed(ContentSum.Changed(ContentSum.None, [], digests[5..].Reverse()), [], digests[..5]).ShouldBe(all);
        ContentSum.Changed(ContentSum.Changed(all, digests[..7], []), digests[7..], []).ShouldBe(ContentSum.None);
        ContentSum.Changed(all, [digests[3]], []).ShouldNotBe(all);
    }

    private static async Task<string> CreateAsync(TestWorld world, string name, params string[] experiments)
        => (string)(await world.ThreeAsync(HttpMethod.Post, "datasets/create", new JsonObject { ["name"] = name, ["experiment_ids"] = new JsonArray([.. experiments.Select(e => (JsonNode)e)]) }.ToJsonString()))["dataset"]!["dataset_id"]!;

    private static async Task<JsonNode> GetAsync(TestWorld world, string id) => (await world.ThreeAsync(HttpMethod.Get, $"datasets/{id}"))["dataset"]!;

    private static async Task<string> DigestAsync(TestWorld world, string id) => (string)(await GetAsync(world, id))["digest"]!;

    private static async Task<(int, int)> UpsertAsync(TestWorld world, string id, string records)
    {
        JsonObject answer = await world.ThreeAsync(HttpMethod.Post, $"datasets/{id}/records", new JsonObject { ["records"] = records }.ToJsonString());
        return ((int)answer["inserted_count"]!, (int)answer["updated_count"]!);
    }

    private static async Task<(JsonArray Records, string? Next)> RecordsAsync(TestWorld world, string id, int size = 1000, string? token = null)
    {
        JsonObject page = await world.ThreeAsync(HttpMethod.Get, $"datasets/{id}/records?max_results={size}&page_token={Uri.EscapeDataString(token ?? "")}");
        return (JsonNode.Parse((string)page["records"]!)!.AsArray(), (string?)page["next_page_token"]);
    }

    private static async Task<string[]> FoundAsync(TestWorld world, string ask)
        => [.. ((await world.ThreeAsync(HttpMethod.Post, "datasets/search", ask))["datasets"]?.AsArray() ?? []).Select(d => (string)d!["dataset_id"]!)];
}
