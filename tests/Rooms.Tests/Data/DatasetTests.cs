using System.Net;
using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Data;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Sql;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

/// <summary>Tags, differences, export, lineage and removal of dataset versions.</summary>
public sealed class DatasetTests
{
    private const string Base = "/api/v1/projects/flights/datasets/";

    private static readonly string Keyed = Yaml + "\n    key: at\n";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_tag_names_one_version_at_a_time_and_moves_on_record(string engine)
    {
        await using TestWorld world = await StartAsync(engine: engine);
        DatasetVersion first = await GatherAsync(world, "2001-01-01", 10), second = await GatherAsync(world, "2001-01-02", 12);
        (await world.Http.PostAsJsonAsync(Base + first.Id + "/tags", new { name = "golden" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await IdOfAsync(world, "trips@golden")).ShouldBe(first.Id);
        (await world.Http.PostAsJsonAsync(Base + "trips@2001-01-02/tags", new { name = "golden" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await IdOfAsync(world, "trips@golden")).ShouldBe(second.Id);
        (await IdOfAsync(world, "trips@1")).ShouldBe(first.Id);
        (await IdOfAsync(world, "trips")).ShouldBe(second.Id);
        (await world.EventsAsync("alias.moved")).Select(e => ((string?)e.Data["from"], (string?)e.Data["to"])).ShouldBe([(null, first.Id), (first.Id, second.Id)]);
        (await world.Http.DeleteAsync(Base + "trips@golden/tags/golden")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await world.Http.GetAsync(Base + "trips@golden")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (string bad in new[] { "Golden", "", "a b", "2001-01-01" }) (await world.Http.PostAsJsonAsync(Base + first.Id + "/tags", new { name = bad })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_difference_tells_of_schema_rows_and_distributions()
    {
        await using TestWorld world = await StartAsync(Keyed);
        DatasetVersion first = await GatherAsync(world, "2001-01-01", 400);
        // The same day again: the first row changed, the last ten gone, one new, and carrier is DL far more often.
        string[] lines = await File.ReadAllLinesAsync(world.Drop("trips/2001-01-01.csv"));
        string[] changed = [lines[0] + ",extra", .. lines[1..^10].Select((l, i) => (i == 0 ? l.Replace("AA", "DL", StringComparison.Ordinal) : l) + ",1"), "2001-01-01T23:59:59,DL,1.5,1"];
        await File.WriteAllLinesAsync(world.Drop("trips/2001-01-01.csv"), changed);
        await world.IngestAsync("2001-01-01");
        JsonElement diff = await world.GetAsync($"datasets/{first.Id}/diff/trips");
        (diff.GetProperty("from").GetProperty("rows").GetInt64(), diff.GetProperty("to").GetProperty("rows").GetInt64(), diff.GetProperty("same").GetBoolean()).ShouldBe((400, 391, false));
        diff.GetProperty("schema").EnumerateArray().Select(c => (c.GetProperty("column").GetString(), c.GetProperty("after").GetString())).ShouldBe([("extra", "int")]);
        JsonElement rows = diff.GetProperty("by_key");
        (rows.GetProperty("added").GetInt64(), rows.GetProperty("removed").GetInt64(), rows.GetProperty("changed").GetInt64(), rows.GetProperty("unchanged").GetInt64()).ShouldBe((1, 10, 1, 389));
        diff.GetProperty("columns").EnumerateArray().ShouldAllBe(c => !c.GetProperty("moved").GetBoolean());

        world.Deliver("2001-01-02", 400, i => $"{300 + (i % 40)}", carrier: "DL");
        await world.IngestAsync("2001-01-02");
        JsonElement moved = await world.GetAsync($"datasets/{first.Id}/diff/trips@2001-01-02");
        moved.GetProperty("columns").EnumerateArray().Where(c => c.GetProperty("moved").GetBoolean()).Select(c => c.GetProperty("column").GetString()).ShouldBe(["carrier", "delay"]);
        (await world.GetAsync($"datasets/{first.Id}/diff/{first.Id}")).GetProperty("same").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Content_is_the_file_and_lineage_says_where_it_came_from()
    {
        await using TestWorld world = await StartAsync();
        DatasetVersion first = await GatherAsync(world, "2001-01-01", 10), again = await GatherAsync(world, "2001-01-01", 11);
        byte[] content = await world.Http.GetByteArrayAsync(Base + "trips/content");
        Digest.Of(content).ShouldBe(again.Digest);
        JsonElement lineage = await world.GetAsync("datasets/trips/lineage");
        (lineage.GetProperty("before").GetString(), lineage.GetProperty("made_by").GetString(), lineage.GetProperty("source_uri").GetString()).ShouldBe((first.Id, again.RunId, "file://" + world.Drop("trips/2001-01-01.csv")));
        (await world.GetAsync("datasets?known=true")).GetProperty("items").GetArrayLength().ShouldBe(1);
        (await world.GetAsync("datasets")).GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task What_something_needs_is_not_deleted(string engine)
    {
        await using TestWorld world = await StartAsync(engine: engine);
        DatasetVersion first = await GatherAsync(world, "2001-01-01", 10), second = await GatherAsync(world, "2001-01-01", 11), third = await GatherAsync(world, "2001-01-01", 12);
        using HttpResponseMessage newest = await world.Http.DeleteAsync(Base + third.Id);
        (newest.StatusCode, (await newest.Content.ReadAsStringAsync()).Contains("newest of its partition", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));
        (await world.Http.PostAsJsonAsync(Base + first.Id + "/tags", new { name = "golden" })).EnsureSuccessStatusCode();
        (await world.Http.DeleteAsync(Base + first.Id)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        JsonElement looked = await PostAsync(world, "gc", new { });
        (looked.GetProperty("deleted").GetBoolean(), looked.GetProperty("bytes").GetInt64()).ShouldBe((false, second.Bytes));
        (await world.Get<IArtifactStore>().ExistsAsync(second.Digest)).ShouldBeTrue();
        await PostAsync(world, "gc", new { delete = true });
        (await world.Get<IArtifactStore>().ExistsAsync(second.Digest)).ShouldBeFalse();
        (await world.Get<IArtifactStore>().ExistsAsync(first.Digest)).ShouldBeTrue();
        (await world.Http.GetAsync(Base + second.Id + "/content")).StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await world.Http.GetAsync(Base + second.Id + "/profile")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.Http.DeleteAsync(Base + second.Id)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        LedgerEvent finished = (await world.EventsAsync("run.finished")).Last();
        ((string?)finished.Data["purpose"], finished.Data["artifacts"]!.ToJsonString()).ShouldBe(("gc", $"[\"{second.Id}\"]"));
    }

    [Fact]
    public async Task Content_that_another_version_has_stays()
    {
        await using TestWorld world = await StartAsync();
        DatasetVersion first = await GatherAsync(world, "2001-01-01", 10);
        await GatherAsync(world, "2001-01-01", 11);
        DatasetVersion third = await GatherAsync(world, "2001-01-01", 10);
        third.Digest.ShouldBe(first.Digest);
        await PostAsync(world, "gc", new { delete = true });
        (await world.Get<IArtifactStore>().ExistsAsync(first.Digest)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_room_to_the_right_needs_stays()
    {
        var needs = new Needs();
        await using TestWorld world = await StartAsync(Yaml, services: s => s.AddSingleton<IDatasetNeeds>(needs));
        needs.Version = (await GatherAsync(world, "2001-01-01", 10)).Id;
        await GatherAsync(world, "2001-01-01", 11);
        using HttpResponseMessage refused = await world.Http.DeleteAsync(Base + needs.Version);
        (refused.StatusCode, (await refused.Content.ReadAsStringAsync()).Contains("a run reads it", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.Conflict, true));
        needs.Version = "";
        (await world.Http.DeleteAsync(Base + "trips@1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<DatasetVersion> GatherAsync(TestWorld world, string day, int rows)
    {
        world.Deliver(day, rows);
        Arrival arrival = await world.IngestAsync(day);
        return (await world.Get<IDatasets>().FindAsync(arrival.VersionId!))!;
    }

    private static async Task<string?> IdOfAsync(TestWorld world, string version) => (await world.GetAsync("datasets/" + version)).GetProperty("id").GetString();

    private static async Task<JsonElement> PostAsync(TestWorld world, string path, object body)
    {
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync(Base + path, body);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private sealed class Needs : IDatasetNeeds
    {
        public string Version { get; set; } = "";

        public IEnumerable<string> Why(SqlSession session, string project, string versionId) => versionId == Version ? ["a run reads it"] : [];
    }
}
