using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Monitoring;
using Cairn.Registry;
using Cairn.Rooms.Tests.Delivery;

namespace Cairn.Rooms.Tests.Monitoring;

/// <summary>Days of production, good and bad, as they are answered, and what the monitors make of them.</summary>
public sealed class BreachTests
{
    private const string AtOnce = "every: 1h";

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_shifted_day_opens_an_alert_and_an_incident_and_the_next_good_one_closes_both(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File(AtOnce) + "\nmonitors: {shifts: {watch: delay, over: 24h}}", engine);
        ModelVersionView version = await at.TrainAsync(DeliveryWorld.Model(1));
        await DayAsync(at, 30);
        LedgerEvent[] drift = [.. await WindowsAsync(at, "drift")];
        Values(drift.ShouldHaveSingleItem()).Select(v => $"{v["slice"]} {v["breached"]}").ShouldBe(["x false", "score false"]);
        (await AlertsAsync(at)).ShouldBeEmpty();

        await DayAsync(at, 30, shift: 2);
        LedgerEvent bad = (await WindowsAsync(at, "drift"))[^1];
        Values(bad).Select(v => $"{v["slice"]} {v["breached"]}").ShouldBe(["x true", "score true"]);
        (await AlertsAsync(at)).Select(e => e.Type).ShouldBe(["alert.opened", "incident.opened"]);
        (await AlertsAsync(at))[0].Cause.ShouldBe([bad.Id]);

        // Too few rows say nothing: no window, and what is open stays open.
        await DayAsync(at, 5, shift: 2);
        (await WindowsAsync(at, "drift")).Count.ShouldBe(2);
        // Bad again: of a monitor one alert is open.
        await DayAsync(at, 30, shift: 2);
        (await AlertsAsync(at)).Count.ShouldBe(2);

        await DayAsync(at, 30);
        IReadOnlyList<LedgerEvent> all = await AlertsAsync(at);
        all.Select(e => e.Type).ShouldBe(["alert.opened", "incident.opened", "alert.closed", "incident.closed"]);
        ((string?)all[3].Data["fix"], (string?)all[3].Data["guard"]).ShouldBe((version.Id, "monitor shifts"));
        (Alert alert, Incident incident) = await at.World.Database.ReadAsync(s => (at.World.Get<AlertStore>().List(s, DeliveryWorld.Project, null, "~", 10).Single(), at.World.Get<AlertStore>().Incident(s, DeliveryWorld.Project, 1)!));
        (alert.State, incident.State, incident.Kind, incident.About).ShouldBe(("closed", "closed", "breach", alert.Id));
        incident.Title.ShouldStartWith("psi of ");
    }

    [Fact]
    public async Task The_version_that_came_last_is_what_mended_a_breach_though_it_answered_least()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync();
        AlertStore store = at.World.Get<AlertStore>();
        var window = new Window { Id = "win-1", Project = DeliveryWorld.Project, Endpoint = "delay", Env = "production", Kind = "quality", Version = "mv-1", Event = "e-1", Breached = true };
        await at.World.Database.WriteAsync(s =>
        {
            at.World.Get<AlertKeeper>().Judge(s, window, [new Measure("auc", null, 0.5, 0.6, 0.7, true)]);
            at.World.Get<AlertKeeper>().Judge(s, window with { Id = "win-2", Breached = false }, [new Measure("auc", null, 0.7, 0.6, 0.7)], "mv-2");
            return true;
        }, cancellation: TestContext.Current.CancellationToken);
        Incident incident = (await at.World.Database.ReadAsync(s => store.Incident(s, DeliveryWorld.Project, 1), TestContext.Current.CancellationToken))!;
        (incident.State, incident.Fix, incident.Guard).ShouldBe(("closed", "mv-2", "monitor quality"));
    }

    [Fact]
    public async Task The_detectors_are_fed_what_they_must_find_and_what_they_must_leave_alone()
    {
        string file = DeliveryWorld.File(AtOnce) + "\ndata: {arrivals: {from: arrivals.csv, every: new}}\nmonitors: {quality: {watch: delay, truth: data.arrivals.late, key: flight, metric: auc, over: 7d, alert: \"< 0.60\"}}";
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(file);
        await at.TrainAsync(DeliveryWorld.Model(1));
        await at.SendAsync(110);
        await at.TellAsync();
        await DayAsync(at, 0);
        LedgerEvent[] probes = [.. (await at.World.EventsAsync("probe.finished")).Where(e => (string?)e.Data["of"] is "drift" or "quality")];
        probes.Select(p => $"{p.Data["of"]} {p.Data["given"]} {p.Data["seen"]} {p.Data["ok"]} {p.Grade}").ShouldBe(["drift bad detected true 3", "drift same quiet true 3", "quality bad detected true 3"]);
    }

    /// <summary>Sends requests, then lets the day end and its windows close.</summary>
    private static async Task DayAsync(DeliveryWorld at, int requests, double shift = 0)
    {
        await at.SendAsync(requests, shift: shift);
        await at.World.AdvanceAsync(at.World.Now.UtcDateTime.Date.AddDays(1).AddHours(1) - at.World.Now.UtcDateTime);
    }

    private static async Task<IReadOnlyList<LedgerEvent>> WindowsAsync(DeliveryWorld at, string of)
        => [.. (await at.World.EventsAsync("window.closed")).Where(e => (string?)e.Data["of"] == of)];

    private static async Task<IReadOnlyList<LedgerEvent>> AlertsAsync(DeliveryWorld at)
        => [.. (await at.World.EventsAsync()).Where(e => e.Type.StartsWith("alert.", StringComparison.Ordinal) || e.Type.StartsWith("incident.", StringComparison.Ordinal))];

    private static IReadOnlyList<JsonObject> Values(LedgerEvent window) => [.. window.Data["values"]!.AsArray().Select(v => v!.AsObject())];
}
