using Cairn.Rooms.Tests;

namespace Cairn.Journeys.Tests.Tours;

/// <summary>A short tour against the real server, from the outside.</summary>
public sealed class TourTests(UndisturbedTour undisturbed)
{
    // The rooms' own tests run on both engines; a whole tour on the second has its turn in the long tests.
    public static TheoryData<string> Engines => Environment.GetEnvironmentVariable("CAIRN_SOAK") == "1" ? TestEngines.All : [TestEngines.Sqlite];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_loop_goes_round_by_itself_and_undoes_a_bad_release(string engine)
    {
        await using var postgres = engine == TestEngines.Postgres ? await TestPostgres.CreateAsync() : null;
        using var own = postgres is null ? null : TourProcess.Start(database: postgres.Url);
        var tour = own ?? undisturbed.Tour;
        var summary = await (own?.SummaryAsync() ?? undisturbed.SummaryAsync());
        ((bool)summary["simulated"]!).ShouldBeTrue();
        ((int)summary["days"]!).ShouldBe(12);
        ((long)summary["failed_requests"]!).ShouldBe(0);
        ((bool)summary["ledger_verified"]!).ShouldBeTrue();
        ((int)summary["quarantined"]!).ShouldBe(1, "the file that was cut off");
        ((int)summary["server_starts"]!).ShouldBe(1);
        ((long)summary["outcomes_joined"]!).ShouldBeGreaterThan(0);
        ((int)summary["pipeline_runs"]!["manual"]!).ShouldBe(1, "the first run is made by hand");
        summary["firings"]!.AsObject().Sum(f => (int)f.Value!).ShouldBeGreaterThan(1, "later ones are not");
        ((int)summary["releases"]!["rolled-back"]!).ShouldBe(1, "the table that speaks of flights on time");
        ((string?)summary["maturity"]!["simulated"]!["world"]).ShouldBe("simulated");
        Aftermath.NothingAcknowledgedIsLost(tour);
        var events = await tour.EventsAsync();
        Aftermath.NothingIsPublishedTwice(events);
        events.Count.ShouldBeGreaterThanOrEqualTo((int)summary["ledger_events"]!);
        var undone = events.Single(e => (string?)e["type"] == "release.finished" && (string?)e["data"]!["result"] == "rolled-back");
        ((string?)undone["data"]!["reason"])!.ShouldContain("scores", Case.Insensitive);
        ((string?)undone["actor"]!["id"])!.ShouldStartWith("svc:", Case.Sensitive, "nobody had to ask");
    }
}
