using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Opens an alert and its incident with the first breached window of a monitor, and closes both with the first that is not.</summary>
internal sealed class AlertKeeper(AlertStore store, ILedger ledger, TimeProvider clock)
{
    private static readonly Actor Monitoring = Actor.Service("monitoring");

    /// <param name="newest">The version that answered last: what mended a breach that is over.</param>
    public void Judge(SqlSession s, Window window, IReadOnlyList<Measure> values, string? newest = null)
    {
        Alert? open = store.Open(s, window.Project, window.Monitor, window.Endpoint, window.Kind);
        if (window.Breached && open is null) Open(s, window, [.. values.Where(v => v.Breached)]);
        else if (!window.Breached && open is not null) Close(s, window, open, newest ?? window.Version ?? window.Id);
    }

    private void Open(SqlSession s, Window window, Measure[] breached)
    {
        var alert = new Alert
        {
            Id = "alert-" + Ulid.New(clock.GetUtcNow()),
            Project = window.Project,
            Monitor = window.Monitor,
            Endpoint = window.Endpoint,
            Kind = window.Kind,
            State = "open",
            Measures = JsonSerializer.Serialize(breached, ApiJson.Options),
            WindowId = window.Id,
            OpenedAt = Now,
        };
        var data = new JsonObject { ["window"] = window.Id, ["endpoint"] = window.Endpoint, ["monitor"] = window.Monitor, ["metrics"] = new JsonArray([.. breached.Select(b => (JsonNode)b.Metric)]) };
        LedgerEvent opened = ledger.Append(s, new EventDraft("alert.opened", alert.Id, window.Project, Monitoring) { Data = data, Cause = [window.Event] });
        store.Insert(s, alert with { Event = opened.Id });
        OpenIncident(s, alert with { Event = opened.Id }, Title(window, breached[0]));
    }

    private void OpenIncident(SqlSession s, Alert alert, string title)
    {
        string fingerprint = Fingerprint(alert);
        if (store.OpenIncident(s, alert.Project, fingerprint) is not null) return;
        var incident = new Incident
        {
            Id = "inc-" + Ulid.New(clock.GetUtcNow()),
            Project = alert.Project,
            Number = store.NextNumber(s, alert.Project),
            Kind = "breach",
            About = alert.Id,
            Fingerprint = fingerprint,
            Title = title,
            State = "open",
            OpenedAt = Now,
        };
        var data = new JsonObject { ["kind"] = incident.Kind, ["about"] = incident.About, ["fingerprint"] = fingerprint, ["title"] = title, ["state"] = "open" };
        LedgerEvent opened = ledger.Append(s, new EventDraft("incident.opened", incident.Id, alert.Project, Monitoring) { Data = data, Cause = [alert.Event] });
        store.Insert(s, incident with { Event = opened.Id });
    }

    private void Close(SqlSession s, Window window, Alert alert, string fix)
    {
        store.Close(s, alert.Id, Now);
        var data = new JsonObject { ["window"] = window.Id, ["endpoint"] = window.Endpoint, ["monitor"] = window.Monitor };
        LedgerEvent closed = ledger.Append(s, new EventDraft("alert.closed", alert.Id, window.Project, Monitoring) { Data = data, Cause = [window.Event, alert.Event] });
        if (store.OpenIncident(s, alert.Project, Fingerprint(alert)) is not { } incident) return;
        store.Update(s, incident with { State = "closed", Fix = fix, Guard = Guard(alert), ClosedAt = Now });
        var end = new JsonObject { ["kind"] = incident.Kind, ["about"] = incident.About, ["fix"] = fix, ["guard"] = Guard(alert), ["state"] = "closed" };
        ledger.Append(s, new EventDraft("incident.closed", incident.Id, alert.Project, Monitoring) { Data = end, Cause = [closed.Id, incident.Event] });
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    // The monitor that found it goes on watching.
    private static string Guard(Alert alert) => $"monitor {(alert.Monitor.Length > 0 ? alert.Monitor : alert.Kind)}";

    private static string Fingerprint(Alert alert) => $"{alert.Endpoint}:{alert.Kind}:{alert.Monitor}";

    private static string Title(Window window, Measure worst)
        => FormattableString.Invariant($"{worst.Metric}{(worst.Slice is null ? "" : " of " + worst.Slice)} on {window.Endpoint} is {worst.Value:0.###}, limit {worst.Threshold:0.###}");
}
