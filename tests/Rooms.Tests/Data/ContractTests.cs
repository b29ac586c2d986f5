using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Cairn.Contracts.DataContracts;
using Cairn.Contracts.Projects;
using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

/// <summary>Rules that look beyond the column, drafts, and the rows that failed.</summary>
public sealed class ContractTests
{
    [Fact]
    public async Task Every_value_must_be_one_of_the_source_it_refers_to()
    {
        await using TestWorld world = await StartAsync("""
            project: flights
            data:
              carriers: {from: carriers.csv}
              trips: {from: trips.csv, expect: {carrier: {refers: data.carriers.code}}}
            """);
        await File.WriteAllTextAsync(world.Drop("trips.csv"), "carrier\nAA\nDL\n\nXX\nXX\n");
        Arrival before = await world.IngestAsync();
        (before.State, before.Reason).ShouldBe((ArrivalState.Quarantined, "carrier: not a value of the source it refers to in 4 rows"));
        await File.WriteAllTextAsync(world.Drop("carriers.csv"), "code,name\nAA,American\nDL,Delta\n");
        await world.IngestAsync(source: "carriers");
        (await world.IngestAsync()).Reason.ShouldBe("carrier: not a value of the source it refers to in 2 rows");
        await File.WriteAllTextAsync(world.Drop("carriers.csv"), "code,name\nAA,American\nDL,Delta\nXX,New\n");
        await world.IngestAsync(source: "carriers");
        (await world.IngestAsync()).State.ShouldBe(ArrivalState.Accepted);
        Directory.GetFileSystemEntries(Path.Combine(world.Directory, "ingest")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_distribution_is_held_against_the_first_version_or_the_one_that_is_tagged()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips:\n    from: trips/{day}.csv\n    expect: {delay: {distribution: 0.2}}\n");
        world.Deliver("2001-01-01", 400);
        world.Deliver("2001-01-02", 400);
        world.Deliver("2001-01-03", 400, i => $"{100 + (i % 40)}.5");
        (await world.IngestAsync("2001-01-01")).Rules.ShouldBeEmpty();
        RuleResult same = (await world.IngestAsync("2001-01-02")).Rules.ShouldHaveSingleItem();
        (same.Rule, same.Ok).ShouldBe((RuleKind.Distribution, true));
        Arrival other = await world.IngestAsync("2001-01-03");
        other.State.ShouldBe(ArrivalState.Quarantined);
        other.Reason!.ShouldStartWith("delay: distribution ");
        (await world.Http.PostAsJsonAsync("/api/v1/projects/flights/data/trips/arrivals/2001-01-03/accept", new { reason = "the new normal" })).EnsureSuccessStatusCode();
        (await world.Http.PostAsJsonAsync("/api/v1/projects/flights/datasets/trips@2001-01-03/tags", new { name = "reference" })).EnsureSuccessStatusCode();
        (await world.IngestAsync("2001-01-03")).State.ShouldBe(ArrivalState.Accepted);
        (await world.IngestAsync("2001-01-02")).State.ShouldBe(ArrivalState.Quarantined);
    }

    [Fact]
    public async Task A_column_that_the_reference_has_not_is_held_against_nothing()
    {
        const string before = "project: flights\ndata:\n  trips:\n    from: trips/{day}.csv\n";
        await using TestWorld world = await StartAsync(before);
        await File.WriteAllTextAsync(world.Drop("trips/2001-01-01.csv"), "carrier\nAA\nDL\n");
        world.Deliver("2001-01-02", 400);
        await world.IngestAsync("2001-01-01");
        await world.Get<TestProjects>().DeclareAsync(before + "    expect: {delay: {distribution: 0.2}}\n");
        Arrival grown = await world.IngestAsync("2001-01-02");
        grown.State.ShouldBe(ArrivalState.Accepted, grown.Reason);
        grown.Rules.ShouldHaveSingleItem().Value.ShouldBeNull();
    }

    [Fact]
    public async Task A_draft_holds_of_what_it_was_drawn_from_and_catches_what_is_unlike_it()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips: {from: \"trips/{day}.csv\", key: id}\n");
        using HttpResponseMessage early = await world.Http.GetAsync("/api/v1/projects/flights/data/trips/contract/draft");
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        for (int day = 1; day <= 4; day++) await DeliverAsync(world, day, day % 2 == 0 ? 100 : 120);
        foreach (int day in Enumerable.Range(1, 3)) await world.IngestAsync($"2001-01-0{day}");
        string draft = (await world.GetAsync("data/trips/contract/draft")).GetProperty("yaml").GetString()!;
        draft.ShouldContain("id: {type: int, missing: 0%, range: [0, 132], unique: true}");
        draft.ShouldContain("answer: {type: text, missing: 0%, in: [maybe, \"no\", \"yes\"]}");
        string indented = string.Join('\n', draft.Split('\n').Select(l => "    " + l));
        string yaml = "project: flights\ndata:\n  trips:\n    from: trips/{day}.csv\n    key: id\n" + indented;
        ProjectFile.Parse(yaml, "cairn.yaml").Faults.ShouldBeEmpty();
        await world.Get<TestProjects>().DeclareAsync(yaml);
        foreach (int day in Enumerable.Range(1, 4)) (await world.IngestAsync($"2001-01-0{day}")).State.ShouldBe(ArrivalState.Accepted);
        await File.WriteAllTextAsync(world.Drop("trips/2001-01-05.csv"), (await File.ReadAllTextAsync(world.Drop("trips/2001-01-01.csv"))).Replace("maybe", "never", StringComparison.Ordinal));
        (await world.IngestAsync("2001-01-05")).Reason!.ShouldContain("answer: not an allowed value");
    }

    [Fact]
    public async Task The_rows_that_failed_are_shown_to_those_who_may_release_them()
    {
        await using TestWorld world = await StartAsync();
        world.Deliver("2001-01-01", 10, i => i == 4 ? "soon" : i == 5 ? "9999" : "1");
        await world.IngestAsync("2001-01-01");
        JsonElement failed = await world.GetAsync("data/trips/arrivals/2001-01-01/failed");
        failed.GetProperty("columns").EnumerateArray().Select(c => c.GetString()).ShouldBe(["at", "carrier", "delay"]);
        failed.GetProperty("rules").EnumerateArray().Select(r => (r.GetProperty("rule").GetString(), string.Join(",", r.GetProperty("rows").EnumerateArray().Select(w => w[2].GetString()))))
            .ShouldBe([("type", "soon"), ("range", "soon,9999")]);
        (await world.Http.GetAsync("/api/v1/projects/flights/data/trips/arrivals/2001-01-09/failed")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Each_rule_that_rows_can_break_shows_them_and_the_others_are_told_in_words()
    {
        await using TestWorld world = await StartAsync("""
            project: flights
            data:
              carriers: {from: carriers.csv}
              trips:
                from: trips.csv
                time: at
                expect:
                  rows: {min: 100}
                  fresh: 1h
                  id: {unique: true}
                  carrier: {refers: data.carriers.code}
                  origin: {pattern: "[A-Z]{3}"}
                  late: {in: [0, 1]}
                  delay: {type: int, range: [0, 10]}
                  seat: {missing: 0%}
                  gone: {type: int}
            """);
        await File.WriteAllTextAsync(world.Drop("trips.csv"), "at,id,carrier,origin,late,delay,seat\n2000-12-01,1,AA,ABC,0,1,a\n2000-12-01,1,AA,ABC,0,1,b\n2000-12-01,2,XX,ABC,0,1,c\n2000-12-01,3,AA,abc,0,1,d\n2000-12-01,4,AA,ABC,7,1,e\n2000-12-01,5,AA,ABC,0,x,f\n2000-12-01,6,AA,ABC,0,99,g\n2000-12-01,7,AA,ABC,0,1,\n");
        await File.WriteAllTextAsync(world.Drop("carriers.csv"), "code\nAA\n");
        await world.IngestAsync(source: "carriers");
        (await world.IngestAsync()).State.ShouldBe(ArrivalState.Quarantined);
        JsonElement failed = await world.GetAsync("data/trips/failed");
        failed.GetProperty("rules").EnumerateArray().Select(r => $"{r.GetProperty("column").GetString()} {r.GetProperty("rule").GetString()} {string.Join(",", r.GetProperty("rows").EnumerateArray().Select(w => w[1].GetString()))}")
            .ShouldBe(["id unique 1,1", "carrier refers 2", "origin pattern 3", "late in 4", "delay type 5", "delay range 5,6", "seat missing 7"], ignoreOrder: true);
        failed.GetProperty("whole").EnumerateArray().Select(w => w.GetString()!.Split(' ')[0]).ShouldBe(["8", "newest", "gone:"], ignoreOrder: true);

        await File.WriteAllTextAsync(world.Drop("carriers.csv"), "code\nAA\nXX\n");
        await world.IngestAsync(source: "carriers");
        (await world.GetAsync("data/trips/failed")).GetProperty("whole").EnumerateArray().Select(w => w.GetString()).ShouldContain("carrier: not a value of the source it refers to in 1 rows", "it has come since");
    }

    [Fact]
    public async Task What_cannot_be_judged_is_not_taken_for_good()
    {
        await using TestWorld world = await StartAsync("""
            project: flights
            data:
              trips: {from: "trips/{day}.csv", expect: {delay: {distribution: 0.2}}}
              codes: {from: codes.csv, expect: {code: {pattern: '\u0041+'}}}
            """);
        world.Deliver("2001-01-01", 400);
        world.Deliver("2001-01-02", 400, i => "late");
        await world.IngestAsync("2001-01-01");
        Arrival words = await world.IngestAsync("2001-01-02");
        (words.State, words.Reason).ShouldBe((ArrivalState.Quarantined, "delay: its distribution cannot be held against that of the reference"));
        await File.WriteAllTextAsync(world.Drop("codes.csv"), "code\nAA\n");
        (await world.IngestAsync(source: "codes")).Reason.ShouldBe("The contract's pattern of 'code' is none that the engine takes (RE2): \\u0041+");
    }

    [Fact]
    public async Task Days_and_columns_that_are_unique_together_are_held_to_and_the_rows_shown()
    {
        await using TestWorld world = await StartAsync("""
            project: flights
            data:
              trips:
                from: trips.csv
                expect:
                  unique: [[carrier, flight], [n, gone]]
                  at: {type: time, range: [2001-01-01, 2001-01-31]}
                  day: {type: date, range: [null, 2001-01-15]}
            """);
        const string Good = "n,at,carrier,flight,day\n1,2001-01-01T00:00:00,AA,1,2001-01-01\n2,2001-01-31T23:59:59,AA,2,2001-01-15\n5,2001-01-05T00:00:00,,1,2001-01-01\n6,2001-01-05T00:00:00,,1,2001-01-01\n";
        await File.WriteAllTextAsync(world.Drop("trips.csv"), Good + "3,2001-02-01T00:00:00,AA,3,2001-01-01\n4,2001-01-05T00:00:00,AA,1,2001-01-16\n");
        Arrival kept = await world.IngestAsync();
        (kept.State, kept.Reason).ShouldBe((ArrivalState.Quarantined,
            "carrier, flight: not unique together in 1 rows; n, gone: one of the columns that are unique together is absent; at: out of range in 1 rows; day: out of range in 1 rows"));
        JsonElement failed = await world.GetAsync("data/trips/failed");
        failed.GetProperty("rules").EnumerateArray().Select(r => $"{r.GetProperty("column").GetString()} {r.GetProperty("rule").GetString()} {string.Join(",", r.GetProperty("rows").EnumerateArray().Select(w => w[0].GetString()))}")
            .ShouldBe(["at range 3", "day range 4", "carrier, flight together 1,4"], ignoreOrder: true);
        failed.GetProperty("whole").EnumerateArray().ShouldHaveSingleItem().GetString()!.ShouldStartWith("n, gone:");
        await world.Get<TestProjects>().DeclareAsync("project: flights\ndata:\n  trips:\n    from: trips.csv\n    expect: {unique: [flight, carrier], at: {range: [2001-01-01T00:00:00Z, 2001-01-31]}, day: {range: [null, 2001-01-15]}}\n");
        await File.WriteAllTextAsync(world.Drop("trips.csv"), Good);
        (await world.IngestAsync()).State.ShouldBe(ArrivalState.Accepted);
    }

    [Fact]
    public async Task A_draft_takes_the_columns_of_the_key_as_unique_together()
    {
        const string Source = "project: flights\ndata:\n  trips:\n    from: trips/{day}.csv\n    key: [at, carrier]\n";
        await using TestWorld world = await StartAsync(Source);
        world.Deliver("2001-01-01", 100);
        world.Deliver("2001-01-02", 100);
        await world.IngestAsync("2001-01-01");
        string draft = (await world.GetAsync("data/trips/contract/draft")).GetProperty("yaml").GetString()!;
        draft.ShouldContain("  unique: [at, carrier]\n");
        await world.Get<TestProjects>().DeclareAsync(Source + string.Join('\n', draft.Split('\n').Select(l => "    " + l)));
        await File.AppendAllTextAsync(world.Drop("trips/2001-01-02.csv"), "2001-01-02T00:00:00,AA,1.5\n");
        (await world.IngestAsync("2001-01-02")).Reason.ShouldBe("at, carrier: not unique together in 1 rows");
    }

    private static Task DeliverAsync(TestWorld world, int day, int rows)
    {
        var text = new StringBuilder("id,answer,share\n");
        for (int i = 1; i <= rows; i++) text.Append(CultureInfo.InvariantCulture, $"{i},{(i % 3) switch { 0 => "yes", 1 => "no", _ => "maybe" }},{i / 200.0}\n");
        string path = world.Drop($"trips/2001-01-0{day}.csv");
        return File.WriteAllTextAsync(path, text.ToString());
    }
}
