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

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task A_day_of_two_versions_is_told_for_each_and_named_after_the_one_that_answered_most(string engine)
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File(AtOnce), engine);
        ModelVersionView first = await at.TrainAsync(DeliveryWorld.Model(1));
        await at.SendAsync(30);
        ModelVersionView second = await at.TrainAsync(DeliveryWorld.Model(1.5f));
        await DayAsync(at, 25);
        await at.TellAsync();
        // Quality ends a day earlier, and a day on which nobody asks has no windows.
        await DayAsync(at, 1);

        LedgerEvent drift = (await WindowsAsync(at, "drift")).ShouldHaveSingleItem();
        Values(drift).Select(v => $"{v["slice"]} {v["version"]}").ShouldBe(["x ", "score ", $"x {first.Id}", $"score {first.Id}", $"x {second.Id}", $"score {second.Id}"]);
        ((long)drift.Data["n"]!).ShouldBeGreaterThanOrEqualTo(550);
        Values(drift).Skip(2).ShouldAllBe(v => v["threshold"] == null && !(bool)v["breached"]!);
        LedgerEvent quality = (await WindowsAsync(at, "quality")).ShouldHaveSingleItem();
        JsonObject[] auc = [.. Values(quality).Where(v => (string?)v["metric"] == "auc")];
        auc.Select(v => (string?)v["slice"]).ShouldBe([null, first.Id, second.Id]);
        // Both rank by x, and late is where x is above nothing.
        auc.Select(v => (double)v["value"]!).ShouldAllBe(v => v > 0.999);
        Values(quality).Where(v => (string?)v["metric"] == "log_loss").Select(v => (double)v["value"]!).ToArray().ShouldSatisfyAllConditions(l => l[2].ShouldBeLessThan(l[1]), l => l[0].ShouldBeInRange(l[2], l[1]));
        LedgerEvent contract = (await WindowsAsync(at, "contract"))[0];
        Values(contract).Select(v => $"{v["metric"]} {v["slice"]} {v["version"]}").ShouldBe(
            ["refused  ", "missing x ", "unseen x ", $"missing x {first.Id}", $"unseen x {first.Id}", $"missing x {second.Id}", $"unseen x {second.Id}"]);
        foreach (LedgerEvent window in new[] { drift, quality, contract }) ((string?)window.Data["version"]).ShouldBe(first.Id, (string?)window.Data["of"]);
    }

    [Fact]
    public async Task Days_that_are_caught_up_later_are_named_after_the_version_of_then()
    {
        await using DeliveryWorld at = await DeliveryWorld.StartAsync(DeliveryWorld.File(AtOnce));
        DateTimeOffset day = at.World.Now;
        ModelVersionView first = await at.TrainAsync(DeliveryWorld.Model(1));
        await DayAsync(at, 25);
        await DayAsync(at, 0);
        ModelVersionView second = await at.TrainAsync(DeliveryWorld.Model(1.5f));
        await at.SendAsync(25);
        // As after days in which the server was not there to watch.
        await at.World.Database.WriteAsync(s =>
        {
            s.Execute("delete from windows");
            at.World.Get<WindowStore>().SetThrough(s, DeliveryWorld.Project, day.ToUnixTimeMilliseconds());
            return true;
        }, cancellation: TestContext.Current.CancellationToken);
        await DayAsync(at, 0);

        IReadOnlyList<Window> windows = await at.World.Database.ReadAsync(s => at.World.Get<WindowStore>().Since(s, DeliveryWorld.Project, 0), TestContext.Current.CancellationToken);
        string Of(int n) => string.Join(' ', windows.Where(w => w.ToAt == day.AddDays(n).ToUnixTimeMilliseconds() && w.Kind != "quality").Select(w => $"{w.Kind}={w.Version}").Order(StringComparer.Ordinal));
        Of(1).ShouldBe($"contract={first.Id} drift={first.Id} service={first.Id} traffic={first.Id}");
        // Nobody asked: it is not known any more which it was.
        Of(2).ShouldBe("availability=");
        Of(3).ShouldContain($"availability={second.Id} contract={second.Id} drift={second.Id}");
        Of(3).ShouldNotContain(first.Id);
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
