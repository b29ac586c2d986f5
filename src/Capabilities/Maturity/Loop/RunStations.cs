using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Sentences;
using Cairn.Platform.Web;
using static Cairn.Maturity.Loop.BuildStations;

namespace Cairn.Maturity.Loop;

/// <summary>From the release back to the trigger.</summary>
internal static class RunStations
{
    public static Station Release(LoopRecord loop, DateTimeOffset now)
    {
        if (loop.Release is not { } release) return Missing("release", "Release", "rocket", "cairn release", loop, "models");
        string version = release.Text("version") is { } id ? loop.Names.Label(id) ?? SubjectNames.Short(id) : SubjectNames.Short(release.Id);
        double? share = LoopNumbers.Share(release.Number("weight"));
        string where = loop.Releasing && share is { } s ? $"at {Format.Percent(s, 0)}" : $"in {release.Text("env") ?? "production"}";
        Status status = loop.Releasing ? Status.Of(release.Text("strategy") == "canary" ? "Canary" : "Running") : release.Text("result") switch
        {
            "succeeded" => Status.Of("Succeeded"),
            "rolled-back" => Status.Of("Rolled back"),
            "aborted" => Status.Of("Aborted"),
            _ => Status.Of(Token.Idle, "Kept"),
        };
        string note = Note(release.Text("reason"), $"{release.Text("strategy") ?? "release"} · {Stations.Age(release, now)}");
        return new Station("release", "Release", "rocket", $"{version} {where}", status, note, Href(loop, "releases/" + Uri.EscapeDataString(release.Id))) { Moving = loop.Releasing };
    }

    public static Station Endpoint(LoopRecord loop)
    {
        LedgerEvent? traffic = loop.NewestWindow("traffic", "service");
        string? endpoint = loop.Served?.Text("endpoint") ?? EventData.Text(traffic?.Data["endpoint"]);
        if (endpoint is null) return Missing("endpoint", "Endpoint", "broadcast", "nothing is served", loop, "endpoints");
        bool breached = loop.NewestWindow("service") is { } service && LoopNumbers.Values(service.Data).Any(v => v.Breached);
        Status status = traffic is null ? Status.Of("Waiting", "no window has closed") : breached ? Status.Of("Breached") : Status.Of("Healthy");
        string rate = traffic is not null && LoopCharts.Rate(traffic) is { } perSecond ? Rate(perSecond) : "";
        string p99 = loop.NewestWindow("service") is { } timed && LoopNumbers.Values(timed.Data).FirstOrDefault(v => v.Metric == "p99_ms" && v.Slice is null) is { } slow ? $" · p99 {Format.Metric(slow.Value)} ms" : "";
        return new Station("endpoint", "Endpoint", "broadcast", endpoint, status, Note(status.Why, rate + p99), Href(loop, "endpoints/" + Uri.EscapeDataString(endpoint))) { Shares = Shares(loop) };
    }

    public static Station Outcomes(LoopRecord loop, DateTimeOffset now)
    {
        LedgerEvent? quality = loop.NewestWindow("quality");
        if (quality is null) return Missing("outcomes", "Outcomes", "inbox", "arrive after the prediction", loop, "endpoints");
        double n = EventData.Number(quality.Data["n"]) ?? 0;
        WindowValue[] traffic = loop.NewestWindow("traffic") is { } window ? [.. LoopNumbers.Values(window.Data)] : [];
        double? rows = Array.Find(traffic, v => v.Metric == "rows")?.Value, joined = Array.Find(traffic, v => v.Metric == "outcomes")?.Value;
        if (joined is null or 0) (rows, joined) = (Answered(loop, quality), n);
        string value = rows > 0 ? $"{Format.Percent(Math.Min(1, joined.Value / rows.Value))} joined" : $"{Format.Count((long)n)} joined";
        return new Station("outcomes", "Outcomes", "inbox", value, n > 0 ? Status.Of("Flowing") : Status.Of("Waiting"), Format.Relative(quality.At, now), Href(loop, "endpoints"));
    }

    public static Station Monitors(LoopRecord loop, DateTimeOffset now)
    {
        LedgerEvent[] newest = [.. loop.NewestOfEach()];
        if (newest.Length == 0) return Missing("monitors", "Monitors", "activity", "watch from the first window", loop, "monitors");
        LedgerEvent[] breached = [.. newest.Where(w => LoopNumbers.Values(w.Data).Any(v => v.Breached))];
        string age = Format.Relative(newest.Max(w => w.At), now);
        if (breached.Length == 0)
            return new Station("monitors", "Monitors", "activity", $"{newest.Length} watched", Status.Of("Healthy"), "newest window " + age, Href(loop, "monitors"));
        WindowValue worst = LoopNumbers.Values(breached[^1].Data).First(v => v.Breached);
        string limit = worst.Threshold is { } threshold ? $"{LoopNumbers.Word(worst.Metric)}, limit {Format.Metric(threshold)} · " : "";
        Status status = Status.Of(Token.Fail, $"{breached.Length} breached") with { Icon = "alert-triangle" };
        return new Station("monitors", "Monitors", "activity", $"{worst.Slice ?? LoopNumbers.Word(worst.Metric)} {Format.Metric(worst.Value)}", status, $"{limit}{newest.Length - breached.Length} others fine", Href(loop, "monitors"));
    }

    public static Station Trigger(LoopRecord loop, DateTimeOffset now)
    {
        if (loop.Firing is not { } firing) return Missing("trigger", "Trigger", "bolt", "nothing has fired", loop, "triggers");
        SubjectLog? run = loop.Run?.Text("firing") == firing.Id ? loop.Run : null;
        string to = run is not null ? " → " + SubjectNames.Short(run.Id) : firing.Text("pipeline") is { } pipeline ? " → " + pipeline : "";
        string by = firing.Text("kind") is { } kind ? $"by {(kind == "manual" ? "hand" : kind)} · " : "";
        return new Station("trigger", "Trigger", "bolt", (firing.Text("name") ?? firing.Text("kind") ?? "fired") + to, Status.Of(Token.Ok, "Fired"), by + Stations.Age(firing, now), Href(loop, "triggers"));
    }

    private static string Rate(double perSecond)
    {
        RateUnit unit = RateUnit.For(perSecond);
        return $"{Format.Short(Math.Round(perSecond * unit.Seconds, 1))} req/{unit.Short}";
    }

    // Rows answered in the time that the window judges; outcomes of later ones are not due.
    private static double Answered(LoopRecord loop, LedgerEvent quality)
    {
        DateTimeOffset? from = LoopNumbers.Time(EventData.Text(quality.Data["from"])), to = LoopNumbers.Time(EventData.Text(quality.Data["to"]));
        return loop.WindowsOf("traffic").Where(w => LoopNumbers.Time(EventData.Text(w.Data["to"])) is { } end && end > from && end <= to)
            .Sum(w => LoopNumbers.Values(w.Data).FirstOrDefault(v => v.Metric == "rows")?.Value ?? 0);
    }

    // While a release is on its way two versions share the traffic.
    private static TrafficShare[]? Shares(LoopRecord loop)
    {
        if (!loop.Releasing || LoopNumbers.Share(loop.Release!.Number("weight")) is not { } share || loop.Release.Text("version") is not { } canary || loop.Served?.Text("version") is not { } stable) return null;
        return [new(loop.Names.Label(stable) ?? stable, 1 - share, loop.Names.Slot(stable)), new(loop.Names.Label(canary) ?? canary, share, loop.Names.Slot(canary))];
    }
}
