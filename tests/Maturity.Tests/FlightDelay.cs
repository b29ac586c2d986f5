using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Tests;

/// <summary>
/// One project that climbs: day 0 by hand, from 22 with an automated application, from 61 with automated training, from 116 with automated
/// deployment, from 191 by itself. Four people: ds1, de1, se1, se2. What it does each day is written by <see cref="AppWork"/>, <see cref="ModelWork"/> and <see cref="Production"/>.
/// </summary>
internal sealed class FlightDelay
{
    public const int Rung1 = 22, Rung2 = 61, Rung3 = 116, Rung4 = 191, PipelineCd = 258;

    private static readonly ConcurrentDictionary<int, List<LedgerEvent>> Usual = [];

    private readonly LogBuilder _log = new();
    private readonly Settings _settings;
    private readonly AppWork _app;
    private readonly ModelWork _model;
    private readonly Production _production;

    private FlightDelay(Settings settings)
    {
        _settings = settings;
        _app = new AppWork(_log, settings);
        _model = new ModelWork(_log, settings);
        _production = new Production(_log, _model);
    }

    /// <summary>The end of a day.</summary>
    public static DateTimeOffset Day(double day) => LogBuilder.Start.AddDays(day + 0.999);

    /// <summary>The ledger of the first days, up to and with the last.</summary>
    public static List<LedgerEvent> Until(int lastDay, Settings? settings = null) =>
        settings is null ? [.. Usual.GetOrAdd(lastDay, d => Written(d, new Settings()))] : Written(lastDay, settings);

    private static List<LedgerEvent> Written(int lastDay, Settings settings)
    {
        var project = new FlightDelay(settings);
        for (int day = 0; day <= lastDay; day++) project.Live(day);
        return project._log.Events;
    }

    private void Live(int day)
    {
        _log.Day = day;
        if (day == 0) Register();
        if (day % 90 == 45) State("project-registered", "owner", "person:ds1");
        if (day == 5) _model.ByHand();
        if (day >= Rung1) _app.Day(day);
        if (day >= Rung1) _model.Ingest(day);
        if (day == 30) _model.HandOff();
        if (day >= Rung2) _model.Day(day);
        if (day >= Rung2) _production.Day(day);
    }

    private void Register()
    {
        _log.Add("ledger.opened", "ledger", new() { ["world"] = _settings.World });
        _log.Add("project.declared", LogBuilder.Project, Declaration(), new(By: "person:ds1"));
        foreach ((string person, string role) in _settings.People)
            _log.Add("role.granted", $"{person}:{role}", new() { ["person"] = person, ["role"] = role }, new(By: "person:ds1"));
        State("project-registered", "owner", "person:ds1");
    }

    private JsonObject Declaration() => new()
    {
        ["owner"] = "person:ds1",
        ["purpose"] = "arrival delay over 15 minutes",
        ["profile"] = _settings.Profile,
        ["serving"] = "online",
        ["apps"] = _settings.App ? 1 : 0,
        ["cadence"] = $"{_settings.Beat}d",
        ["commit"] = "c0",
        ["declares"] = new JsonArray(
            new JsonObject { ["kind"] = "environment", ["name"] = "dev" },
            new JsonObject { ["kind"] = "environment", ["name"] = "test" },
            new JsonObject { ["kind"] = "environment", ["name"] = "production" },
            new JsonObject
            {
                ["kind"] = "marker",
                ["name"] = "carrier-mix",
                ["monitor"] = _settings.MarkerMonitor,
                ["owners"] = new JsonArray("person:ds1", "person:se1"),
                ["consumers"] = new JsonArray("data-engineer"),
            }),
    };

    private void State(string id, string role, string by) =>
        _log.Add("statement.made", $"{id}:{by}:{_log.Day}", new() { ["id"] = id, ["as_role"] = role }, new(By: by));
}
