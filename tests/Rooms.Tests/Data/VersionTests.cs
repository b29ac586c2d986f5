using System.Text.Json;
using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

public sealed class VersionTests
{
    [Fact]
    public async Task The_same_content_is_the_same_version_and_other_content_a_new_one()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 10);
        Arrival first = await world.IngestAsync("2001-01-01"), again = await world.IngestAsync("2001-01-01");
        (again.RunId == first.RunId, again.VersionId).ShouldBe((false, first.VersionId));
        (await world.EventsAsync("version.registered")).Count.ShouldBe(1);
        (await world.EventsAsync("run.finished")).Count.ShouldBe(2);
        DatasetVersion before = (await world.KnownAsync()).Single();
        world.Deliver("2001-01-01", 11);
        await world.IngestAsync("2001-01-01");
        DatasetVersion after = (await world.KnownAsync()).Single();
        (after.Number, after.Rows).ShouldBe((2, 11));
        after.Digest.ShouldNotBe(before.Digest);
        (await world.Get<IDatasets>().FindAsync(before.Id)).ShouldNotBeNull().Rows.ShouldBe(10);
    }

    [Fact]
    public async Task A_table_of_one_source_has_one_schema_and_the_same_bytes_give_the_same_digest()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 10, _ => "3");
        world.Deliver("2001-01-02", 10, i => i % 2 == 0 ? "" : "3.5");
        await File.WriteAllTextAsync(world.Drop("trips/2001-01-03.csv"), await File.ReadAllTextAsync(world.Drop("trips/2001-01-01.csv")));
        using HttpResponseMessage answer = await world.Http.PostAsJsonAsync("/api/v1/projects/flights/data/trips/backfill", new { from = "2001-01-01", to = "2001-01-03" });
        answer.EnsureSuccessStatusCode();
        await world.QuietAsync();
        IReadOnlyList<DatasetVersion> known = await world.KnownAsync();
        known.Count.ShouldBe(3);
        known[1].SchemaJson.ShouldBe(known[0].SchemaJson);
        known[2].Digest.ShouldBe(known[0].Digest);
        known[0].SchemaJson.ShouldContain("{\"name\":\"delay\",\"type\":\"float\"");
    }

    [Fact]
    public async Task The_profile_tells_of_every_column_and_keeps_the_first_versions_edges()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 100, i => i % 10 == 9 ? "" : $"{i}");
        world.Deliver("2001-01-02", 100, i => $"{i + 200}");
        await world.IngestAsync("2001-01-01");
        Arrival second = await world.IngestAsync("2001-01-02");
        DatasetVersion first = (await world.KnownAsync())[0];
        JsonElement profile = await world.GetAsync($"datasets/{first.Id}/profile");
        profile.GetProperty("rows").GetInt64().ShouldBe(100);
        JsonElement delay = profile.GetProperty("columns")[2], carrier = profile.GetProperty("columns")[1];
        (delay.GetProperty("missing").GetInt64(), delay.GetProperty("min").GetDouble(), delay.GetProperty("max").GetDouble()).ShouldBe((10, 0, 98));
        delay.GetProperty("mean").GetDouble().ShouldBe(Enumerable.Range(0, 100).Where(i => i % 10 != 9).Average(), 1e-9);
        delay.GetProperty("histogram").GetProperty("counts").EnumerateArray().Sum(c => c.GetInt64()).ShouldBe(90);
        carrier.GetProperty("top").EnumerateArray().Select(t => (t.GetProperty("value").GetString(), t.GetProperty("count").GetInt64())).ShouldBe([("AA", 50), ("DL", 50)]);
        JsonElement later = (await world.GetAsync($"datasets/{second.VersionId}/profile")).GetProperty("columns")[2].GetProperty("histogram");
        later.GetProperty("edges").GetRawText().ShouldBe(delay.GetProperty("histogram").GetProperty("edges").GetRawText());
        later.GetProperty("counts").EnumerateArray().Last().GetInt64().ShouldBe(100);
    }

    [Fact]
    public async Task A_day_of_the_real_flights_comes_through()
    {
        string flights = Path.Combine(Repository.Root, "node_modules/vega-datasets/data/flights-3m.parquet");
        if (!File.Exists(flights)) Assert.Skip("The npm package vega-datasets is not installed.");
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips:\n    from: \"{day}.parquet\"\n    time: date\n    expect: {rows: {min: 10000}, distance: {type: int, range: [1, 6000]}, origin: {pattern: \"[A-Z]{3}\"}}\n");
        Rows($"copy (select * from '{flights}' where date::date = date '2001-01-05') to '{world.Drop("2001-01-05.parquet")}' (format parquet)");
        Arrival arrival = await world.IngestAsync("2001-01-05");
        arrival.State.ShouldBe(ArrivalState.Accepted, arrival.Reason);
        arrival.Rows!.Value.ShouldBeGreaterThan(14_000);
        arrival.NewestEventAt!.Value.Date.ShouldBe(new DateTime(2001, 1, 5));
    }

    /// <summary>Not a check: prints what a day of flights costs, twenty in a row.</summary>
    [Fact(Explicit = true)]
    public async Task Measure_a_day_of_flights()
    {
        string flights = Path.Combine(Repository.Root, "node_modules/vega-datasets/data/flights-3m.parquet");
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips:\n    from: \"{day}.parquet\"\n    time: date\n    expect: {rows: {min: 10000}, distance: {type: int, range: [1, 6000]}, origin: {pattern: \"[A-Z]{3}\"}}\n");
        for (int day = 1; day <= 20; day++) Rows($"copy (select * from '{flights}' where date::date = date '2001-01-{day:d2}') to '{world.Drop($"2001-01-{day:d2}.parquet")}' (format parquet)");
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        (await world.Http.PostAsJsonAsync("/api/v1/projects/flights/data/trips/backfill", new { from = "2001-01-01", to = "2001-01-20" })).EnsureSuccessStatusCode();
        await world.QuietAsync();
        double seconds = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        JsonElement tasks = (await world.GetAsync("tasks")).GetProperty("items");
        TestContext.Current.TestOutputHelper!.WriteLine($"{seconds / 20 * 1000:F0} ms a day; CPU {tasks.EnumerateArray().Average(t => t.GetProperty("cpu_seconds").GetDouble()):F2} s, peak {tasks.EnumerateArray().Max(t => t.GetProperty("peak_memory").GetInt64()) >> 20} MiB");
    }
}
