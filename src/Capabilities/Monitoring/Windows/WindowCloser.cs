using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Closes windows: the row, the event and what it means for alerts and incidents are one transaction.</summary>
internal sealed class WindowCloser(WindowStore store, AlertKeeper alerts, ILedger ledger, TimeProvider clock)
{
    public void Close(SqlSession s, WindowDraft draft)
    {
        var window = new Window
        {
            Id = "win-" + Ulid.New(clock.GetUtcNow()),
            Project = draft.Project,
            Endpoint = draft.Endpoint,
            Env = draft.Env,
            Kind = draft.Kind,
            Monitor = draft.Monitor,
            FromAt = draft.From.ToUnixTimeMilliseconds(),
            ToAt = draft.To.ToUnixTimeMilliseconds(),
            Version = draft.Version,
            N = draft.Found.N,
            Measures = JsonSerializer.Serialize(draft.Found.Values, ApiJson.Options),
            Breached = draft.Found.Values.Any(v => v.Breached),
        };
        if (store.Exists(s, window)) return;
        LedgerEvent closed = ledger.Append(s, new EventDraft("window.closed", window.Id, draft.Project, Actor.Service("monitoring")) { Data = Data(draft) });
        store.Insert(s, window with { Event = closed.Id });
        if (draft.Found.Values.Count > 0) alerts.Judge(s, window with { Event = closed.Id }, draft.Found.Values, draft.Newest);
    }

    private static JsonObject Data(WindowDraft draft)
    {
        var data = new JsonObject
        {
            ["of"] = draft.Kind,
            ["endpoint"] = draft.Endpoint,
            ["env"] = draft.Env,
            ["version"] = draft.Version,
            ["from"] = draft.From.UtcDateTime.ToString("O"),
            ["to"] = draft.To.UtcDateTime.ToString("O"),
            ["n"] = draft.Found.N,
            ["values"] = JsonSerializer.SerializeToNode(draft.Found.Values, ApiJson.Options),
        };
        if (draft.Monitor.Length > 0) data["monitor"] = draft.Monitor;
        foreach ((string name, object value) in draft.Found.Facts) data[name] = JsonSerializer.SerializeToNode(value, ApiJson.Options);
        return data;
    }
}
