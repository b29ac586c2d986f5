using System.Net;
using System.Text.Json;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Ledger;
using Cairn.Data;
using Cairn.Rooms.Tests.Pipelines;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

public sealed class QuarantineTests
{
    [Fact]
    public async Task A_day_against_the_contract_is_kept_aside_and_the_loop_goes_on()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 3);
        world.Deliver("2001-01-02", 10);
        world.Deliver("2001-01-03", 10, i => i == 4 ? "soon" : "1");
        world.Deliver("2001-01-04", 10, carrier: "XX");
        await world.AdvanceToAsync(5);
        (await world.KnownAsync()).Select(v => v.Partition).ShouldBe(["2001-01-02"]);
        JsonElement[] kept = [.. (await world.GetAsync("data/quarantine")).GetProperty("items").EnumerateArray()];
        kept.Select(k => k.GetProperty("reason").GetString()).ShouldBe(
            ["carrier: not an allowed value in 5 rows", "delay: wrong type in 1 rows; delay: out of range in 1 rows", "3 rows, at least 5"]);
        (await world.ArrivalsAsync())[0].Rules.Where(r => !r.Ok).Select(r => r.Rule).ShouldBe([RuleKind.MinRows]);
        LedgerEvent finished = (await world.EventsAsync("run.finished"))[0];
        ((string?)finished.Data["status"], (string?)finished.Data["failure"]).ShouldBe(("failed", "contract"));
        (await world.EventsAsync("version.registered")).Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_a_later_arrival_superseded_no_longer_waits(string engine)
    {
        await using TestWorld world = await StartAsync(engine: engine);
        world.Deliver("2001-01-01", 3);
        world.Deliver("2001-01-02", 3);
        await world.AdvanceToAsync(3);
        string first = (await world.ArrivalsAsync())[0].RunId;
        world.Deliver("2001-01-01", 4);
        string second = (await world.IngestAsync("2001-01-01")).RunId;
        (await KeptAsync(world)).ShouldBe(["2001-01-01 4 rows, at least 5", "2001-01-02 3 rows, at least 5"]);
        (await KeptAsync(world, "?all=true")).ShouldBe(["2001-01-01 3 rows, at least 5 < 2nd", "2001-01-01 4 rows, at least 5", "2001-01-02 3 rows, at least 5"]);
        File.Delete(world.Drop("trips/2001-01-01.csv"));
        (await world.IngestAsync("2001-01-01")).State.ShouldBe(ArrivalState.Missing, "nothing took its place");
        (await KeptAsync(world)).Length.ShouldBe(2);
        world.Deliver("2001-01-01", 10);
        (await world.IngestAsync("2001-01-01")).State.ShouldBe(ArrivalState.Accepted);
        (await KeptAsync(world)).ShouldBe(["2001-01-02 3 rows, at least 5"]);
        (await world.Get<ISources>().ListAsync("flights")).ShouldHaveSingleItem().Quarantined.ShouldBe(1);

        async Task<string[]> KeptAsync(TestWorld world, string query = "") => [.. (await world.GetAsync("data/quarantine" + query)).GetProperty("items").EnumerateArray()
            .Select(a => $"{a.GetProperty("partition")} {a.GetProperty("reason")}{By(a)}").Order(StringComparer.Ordinal)];
        string By(JsonElement a) => !a.TryGetProperty("superseded_by", out JsonElement by) || by.ValueKind == JsonValueKind.Null ? "" : (a.GetProperty("run_id").GetString() == first, by.GetString() == second) == (true, true) ? " < 2nd" : " < other";
    }

    [Fact]
    public async Task On_the_page_what_was_superseded_is_not_to_be_released()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync("project: lab\ndata:\n  trips: {from: \"{day}.csv\", every: day at 02:00, since: 2001-01-01, expect: {rows: {min: 5}}}\n");
        foreach ((string day, string rows) in new[] { ("2001-01-01", "1\n"), ("2001-01-02", "1\n"), ("2001-01-01", "1\n2\n3\n4\n5\n") })
        {
            string path = Path.Combine(lab.World.Directory, "sources/lab", day + ".csv");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, "x\n" + rows);
            await lab.SendAsync("POST", "/data/trips/ingest", new { partition = day }, HttpStatusCode.Accepted);
            await lab.World.QuietAsync();
        }
        string page = await lab.World.Http.GetStringAsync("/p/lab/data/trips?state=quarantined");
        (page.Contains("Release 2001-01-02", StringComparison.Ordinal), page.Contains("Release 2001-01-01", StringComparison.Ordinal), page.Contains("Superseded", StringComparison.Ordinal)).ShouldBe((true, false, true));
    }

    [Fact]
    public async Task What_lies_in_quarantine_is_released_although_it_was_not_found_since()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 3);
        await world.IngestAsync("2001-01-01");
        File.Delete(world.Drop("trips/2001-01-01.csv"));
        await world.IngestAsync("2001-01-01");
        (await world.Http.PostAsJsonAsync("/api/v1/projects/flights/data/trips/arrivals/2001-01-01/accept", new { reason = "a holiday" })).EnsureSuccessStatusCode();
        (await world.KnownAsync()).ShouldHaveSingleItem().Rows.ShouldBe(3);
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_release_lasts_although_a_later_look_failed_or_found_nothing(string engine)
    {
        await using TestWorld world = await StartAsync(Yaml + "\n    on_fail: stop\n", engine: engine);
        foreach (int day in (int[])[1, 2])
        {
            string name = $"2001-01-0{day}", file = world.Drop($"trips/{name}.csv");
            world.Deliver(name, 3);
            await world.AdvanceToAsync(day + 1);
            File.Delete(file);
            if (day == 1) System.Diagnostics.Process.Start("mkfifo", file)!.WaitForExit();
            (await world.IngestAsync(name)).State.ShouldBe(day == 1 ? ArrivalState.Failed : ArrivalState.Missing);
            (await world.Http.PostAsJsonAsync($"/api/v1/projects/flights/data/trips/arrivals/{name}/accept", new { reason = "a holiday" })).EnsureSuccessStatusCode();
            File.Delete(file);
        }
        (await world.GetAsync("data"))[0].GetProperty("waiting").GetArrayLength().ShouldBe(0);
        foreach (string day in new[] { "2001-01-01", "2001-01-02" }) world.Deliver(day, 3);
        world.Deliver("2001-01-03", 10);
        await world.AdvanceToAsync(4);
        (await world.ArrivalsAsync()).Select(a => $"{a.Partition} {a.State}").ShouldBe(
            ["2001-01-01 Warned", "2001-01-01 Failed", "2001-01-02 Warned", "2001-01-02 Missing", "2001-01-03 Accepted"]);
    }

    [Fact]
    public async Task A_data_engineer_may_release_it_with_a_reason()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 3);
        Arrival kept = await world.IngestAsync("2001-01-01");
        const string Accept = "/api/v1/projects/flights/data/trips/arrivals/2001-01-01/accept";
        (await world.Http.PostAsJsonAsync(Accept, new { reason = "" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await world.Http.PostAsJsonAsync(Accept, new { reason = "a holiday" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await world.Http.PostAsJsonAsync(Accept, new { reason = "a holiday" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        DatasetVersion version = (await world.KnownAsync()).ShouldHaveSingleItem();
        (version.Rows, version.RunId).ShouldBe((3, kept.RunId));
        LedgerEvent registered = (await world.EventsAsync("version.registered")).ShouldHaveSingleItem();
        (registered.Actor.Id, (string?)registered.Data["note"]).ShouldBe(("local", "released from quarantine: a holiday"));
        (await world.ArrivalsAsync())[0].ReleasedBy.ShouldBe("local");
    }

    [Fact]
    public async Task Gathering_by_hand_judges_again_what_lies_in_quarantine_also_before_the_first_good_day()
    {
        await using TestWorld world = await StartAsync(Yaml.Replace("    since: 2001-01-01\n", "", StringComparison.Ordinal));
        foreach (int day in (int[])[1, 2])
        {
            world.Deliver($"2001-01-0{day}", 3);
            await world.AdvanceToAsync(day + 1);
        }
        string[] before = [.. (await world.ArrivalsAsync()).Select(a => a.RunId)];
        await world.IngestAsync();
        Arrival[] judged = [.. (await world.ArrivalsAsync()).Where(a => !before.Contains(a.RunId))];
        judged.Select(a => $"{a.Partition} {a.State}").Order(StringComparer.Ordinal).ShouldBe(["2001-01-01 Quarantined", "2001-01-02 Quarantined"]);
    }

    [Fact]
    public async Task Stop_holds_the_later_days_back_and_warn_lets_all_pass()
    {
        await using TestWorld world = await StartAsync(Yaml + "\n    on_fail: stop\n  others:\n    from: trips/{day}.csv\n    every: day at 02:00\n    since: 2001-01-01\n    on_fail: warn\n    expect: {rows: {min: 5}}\n");
        world.Deliver("2001-01-01", 3);
        world.Deliver("2001-01-02", 10);
        await world.AdvanceToAsync(3);
        (await world.ArrivalsAsync()).Select(a => a.State).ShouldBe([ArrivalState.Quarantined]);
        (await world.ArrivalsAsync("others")).Select(a => a.State).ShouldBe([ArrivalState.Warned, ArrivalState.Accepted]);
        (await world.Http.PostAsJsonAsync("/api/v1/projects/flights/data/trips/arrivals/2001-01-01/accept", new { reason = "known" })).EnsureSuccessStatusCode();
        world.Deliver("2001-01-03", 10);
        await world.AdvanceToAsync(4);
        (await world.KnownAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Row_counts_are_held_against_the_days_before()
    {
        await using TestWorld world = await StartAsync(Yaml.Replace("{min: 5}", "{change: 30%}", StringComparison.Ordinal));
        foreach ((int rows, int day) in new[] { 100, 110, 90, 60, 105 }.Select((r, i) => (r, i + 1))) world.Deliver($"2001-01-0{day}", rows);
        await world.AdvanceToAsync(6);
        (await world.ArrivalsAsync()).Select(a => a.State == ArrivalState.Accepted).ShouldBe([true, true, true, false, true]);
    }

    [Fact]
    public async Task Hostile_and_broken_files_are_refused_with_a_reason_and_the_server_stays_up()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips:\n    from: in/*\n    every: new\n", new DataOptions { Memory = 128 << 20 });
        string good = world.Drop("in/good.parquet");
        Rows($"copy (select range as x from range(1000)) to '{good}' (format parquet)");
        byte[] parquet = await File.ReadAllBytesAsync(good);
        File.WriteAllBytes(world.Drop("in/cut.parquet"), parquet[..^20]);
        byte[] forged = [.. parquet];
        for (int i = parquet.Length - 200; i < parquet.Length - 8; i++) forged[i] ^= 0x5a;
        File.WriteAllBytes(world.Drop("in/forged.parquet"), forged);
        File.WriteAllText(world.Drop("in/deep.json"), new string('[', 100_000) + new string(']', 100_000));
        File.WriteAllText(world.Drop("in/open.json"), "[{\"a\": 1}, {\"a\": ");
        File.WriteAllText(world.Drop("in/wide.csv"), string.Join(',', Enumerable.Range(0, 200_000)) + "\n");
        File.WriteAllText(world.Drop("in/ragged.csv"), "a,b\n1,2\nsecret-value,3,4,5\n");
        File.WriteAllText(world.Drop("in/zero.csv"), "a,b\0\n1,2\n");
        File.WriteAllText(world.Drop("in/empty.csv"), "");
        File.WriteAllText(world.Drop("in/what.bin"), "?");
        File.WriteAllText(world.Drop("in/packed.csv.gz"), "?");
        await world.AdvanceToAsync(1, 1);
        Dictionary<string, Arrival> arrivals = (await world.ArrivalsAsync()).ToDictionary(a => a.Partition);
        arrivals.Count.ShouldBe(11);
        arrivals.Values.Where(a => a.State == ArrivalState.Accepted).Select(a => a.Partition).ShouldBe(["good"]);
        foreach (Arrival bad in arrivals.Values.Where(a => a.Partition != "good"))
            (bad.Partition, bad.State, bad.Failure).ShouldBe((bad.Partition, ArrivalState.Quarantined, "unreadable"));
        arrivals["cut"].Reason!.ShouldContain("truncated");
        arrivals["deep"].Reason!.ShouldContain("nested deeper");
        arrivals["open"].Reason!.ShouldContain("truncated");
        arrivals["wide"].Reason!.ShouldContain("columns");
        arrivals["ragged"].Reason!.ShouldNotContain("secret");
        (await world.KnownAsync()).Count.ShouldBe(1);
        (await world.Http.GetStringAsync("/livez")).ShouldBe("ok");
    }

    [Fact]
    public async Task What_is_no_file_or_the_servers_own_is_not_read()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  pipe: {from: pipe.csv}\n  own: {from: ../../cairn.db}\n  way: {from: way/cairn.db}\n");
        System.Diagnostics.Process.Start("mkfifo", world.Drop("pipe.csv"))!.WaitForExit();
        Directory.CreateSymbolicLink(world.Drop("way"), world.Directory);
        foreach (string source in new[] { "pipe", "own", "way" })
        {
            Arrival arrival = await world.IngestAsync(source: source);
            (source, arrival.State, arrival.Failure).ShouldBe((source, ArrivalState.Failed, "unusable"));
        }
    }

    [Fact]
    public async Task Mistakes_in_requests_are_told()
    {
        await using TestWorld world = await StartAsync();
        async Task<(HttpStatusCode, string)> PostAsync(string path, object body)
        {
            HttpResponseMessage answer = await world.Http.PostAsJsonAsync("/api/v1/projects/" + path, body);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        (await PostAsync("flights/data/nope/ingest", new { })).Item1.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync("nope/data/trips/ingest", new { })).Item1.ShouldBe(HttpStatusCode.NotFound);
        (HttpStatusCode status, string text) = await PostAsync("flights/data/trips/ingest", new { partition = "yesterday" });
        (status, text.Contains("yyyy-MM-dd", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.BadRequest, true));
        (await PostAsync("flights/data/trips/backfill", new { from = "2001-01-03" })).Item1.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync("flights/data/trips/backfill", new { from = "2001-01-03", to = "2001-01-01" })).Item1.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync("flights/data/trips/arrivals/2001-01-01/accept", new { reason = "x" })).Item1.ShouldBe(HttpStatusCode.NotFound);
        (await world.Http.GetAsync("/api/v1/projects/flights/datasets/dsv-none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await world.Http.GetAsync("/api/v1/projects/flights/data/trips/arrivals?state=odd")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }
}
