using System.Text.Json;
using Cairn.Data;
using Cairn.Rooms.Tests.Pipelines;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

/// <summary>What waits in quarantine, and what a later arrival of the same partition superseded.</summary>
public sealed class QuarantineListTests
{
    private static readonly (string, string)[] Journal =
        [("a", "quarantined"), ("b", "quarantined"), ("c", "quarantined"), ("b", "quarantined"), ("c", "accepted"), ("b", "quarantined"), ("a", "failed"), ("d", "quarantined"), ("d", "released")];

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Of_several_in_a_row_each_names_the_next_and_the_last_waits(string engine)
    {
        await using TestWorld world = await StartAsync(engine: engine);
        await world.PutAsync("flights", Journal);
        (await world.GetAsync("data/quarantine?all=true")).GetProperty("items").EnumerateArray().Select(Words)
            .ShouldBe(["ing-008 d < ing-009", "ing-006 b", "ing-004 b < ing-006", "ing-003 c < ing-005", "ing-002 b < ing-004", "ing-001 a"]);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Pages_of_one_pass_over_what_was_superseded(string engine)
    {
        await using TestWorld world = await StartAsync(engine: engine);
        await world.PutAsync("flights", Journal);
        (await PagedAsync(world, "")).ShouldBe(["ing-006 b", "ing-001 a"]);
        (await PagedAsync(world, "&all=true")).Count.ShouldBe(6);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_source_without_partitions_waits_once(string engine)
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips: {from: all.csv, expect: {rows: {min: 3}}}\n", engine: engine);
        var runs = new List<string>();
        foreach (string rows in new[] { "1\n", "1\n2\n" })
        {
            await File.WriteAllTextAsync(world.Drop("all.csv"), "x\n" + rows);
            runs.Add((await world.IngestAsync()).RunId);
        }
        (await PagedAsync(world, "")).ShouldBe([$"{runs[1]} "]);
        (await PagedAsync(world, "&all=true")).ShouldBe([$"{runs[1]} ", $"{runs[0]}  < {runs[1]}"]);
        (await world.Get<ISources>().ListAsync("flights")).ShouldHaveSingleItem().Quarantined.ShouldBe(1);
        await File.WriteAllTextAsync(world.Drop("all.csv"), "x\n1\n2\n3\n");
        await world.IngestAsync();
        (await PagedAsync(world, "")).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task The_page_that_the_count_leads_to_shows_as_many_with_their_release_on_its_first_page(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("project: lab\ndata:\n  trips: {from: \"{day}.csv\", every: day at 02:00, since: 2001-01-01, expect: {rows: {min: 5}}}\n", engine);
        await lab.World.PutAsync("lab", [("2001-01-01", "quarantined"), .. Enumerable.Repeat(("2001-01-02", "quarantined"), 60)]);
        const string Link = "/p/lab/data/trips?state=quarantined&amp;waiting=true";
        (await lab.World.Http.GetStringAsync("/p/lab/data")).ShouldContain($"<a href=\"{Link}\">2</a>");
        string page = await lab.World.Http.GetStringAsync(Link.Replace("&amp;", "&", StringComparison.Ordinal));
        foreach (string day in new[] { "2001-01-01", "2001-01-02" }) page.ShouldContain("Release " + day);
        page.ShouldNotContain("Superseded", Case.Sensitive);
        (await lab.World.Http.GetStringAsync("/p/lab/data/trips?state=quarantined")).ShouldContain("Superseded", Case.Sensitive);
    }

    private static async Task<IReadOnlyList<string>> PagedAsync(TestWorld world, string query)
    {
        List<string> all = [];
        for (string? next = ""; next is not null;)
        {
            JsonElement page = await world.GetAsync($"data/quarantine?limit=1&after={next}{query}");
            all.AddRange(page.GetProperty("items").EnumerateArray().Select(Words));
            next = page.TryGetProperty("next", out JsonElement after) ? after.GetString() : null;
        }
        return all;
    }

    private static string Words(JsonElement arrival)
        => $"{arrival.GetProperty("run_id")} {arrival.GetProperty("partition")}{(arrival.TryGetProperty("superseded_by", out JsonElement by) && by.ValueKind != JsonValueKind.Null ? $" < {by}" : "")}";
}
