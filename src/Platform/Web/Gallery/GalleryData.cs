using Cairn.Platform.Web.Charts;

namespace Cairn.Platform.Web.Gallery;

/// <summary>Numbers for the gallery: made up, seeded, the same every time.</summary>
internal static class GalleryData
{
    public const string Project = "flight-delay";
    public static readonly DateTimeOffset Now = new(2001, 4, 17, 10, 42, 0, TimeSpan.Zero);

    public static readonly IReadOnlyList<Station> Loop =
    [
        new("source", "Source", "database", "bts-flights", Status.Of("On time"), "next at 02:00 · daily", "#source"),
        new("dataset", "Dataset", "stack-2", "2001-04-16", Status.Of("Contract met"), "16,412 rows · 8 h ago", "#dataset"),
        new("run", "Pipeline run", "sitemap", "#128 retrain", Status.Of("Succeeded"), "drift on origin · 41 min", "#run"),
        new("version", "Model version", "cube", "v14", Status.Of("Registered"), "AUC 0.712 · champion 0.698", "#version"),
        new("gates", "Gates", "shield-check", "7 of 7", Status.Of("Passed"), "better than v12 by +0.014", "#gates"),
        new("release", "Release", "rocket", "v14 at 25 %", Status.Of("Canary"), "step 2 of 4 · 38 min left", "#release") { Moving = true },
        new("endpoint", "Endpoint", "broadcast", "delay", Status.Of("Healthy"), "182 req/s · p99 3.1 ms", "#endpoint") { Shares = [new("v12", .75, 0), new("v14", .25, 1)] },
        new("outcomes", "Outcomes", "inbox", "98.2 % joined", Status.Of("Flowing"), "16,117 of 16,412 · 1 d late", "#outcomes"),
        new("monitors", "Monitors", "activity", "origin 0.27", Status.Of(Token.Fail, "1 breached") with { Icon = "alert-triangle" }, "PSI, limit 0.20 · 11 others fine", "#monitors"),
        new("trigger", "Trigger", "bolt", "drift → #128", Status.Of("Cooling down"), "cool-down ends in 5 h", "#trigger"),
    ];

    public static readonly IReadOnlyList<GalleryRun> Runs = [.. Enumerable.Range(0, 8).Select(Run)];

    public static readonly IReadOnlyList<GraphNode> Steps =
    [
        new("flights", "data.flights", "database", Status.Of(Token.Ok, "Dataset"), "2001-04-16", "?step=flights"), new("weather", "data.weather", "database", Status.Of(Token.Ok, "Dataset"), "2001-04-16", "?step=weather"),
        new("join", "join", "git-commit", Status.Of("Cached"), "saved 4 m 12 s", "?step=join"), new("split", "split", "git-commit", Status.Of("Succeeded"), "0.8 s", "?step=split"),
        new("train", "train", "cpu", Status.Of("Running"), "round 212 of 400", "?step=train"), new("evaluate", "evaluate", "scale", Status.Of("Waiting"), "for train", "?step=evaluate"),
        new("explain", "explain", "search", Status.Of("Skipped"), "auc is not above 0.70", "?step=explain"), new("register", "register", "cube", Status.Of("Waiting"), "for evaluate", "?step=register"),
        new("release", "release", "rocket", Status.Of("Waiting"), "for register", "?step=release"),
    ];

    public static readonly IReadOnlyList<GraphEdge> Edges =
    [
        new("flights", "join"), new("weather", "join"), new("join", "split"), new("split", "train"), new("split", "evaluate"), new("train", "evaluate"),
        new("train", "explain"), new("split", "explain"), new("train", "register"), new("evaluate", "register"), new("register", "release"),
    ];

    /// <summary>AUC by day for three versions, with a limit, two releases and outcomes that are not due yet.</summary>
    public static ChartSpec Quality()
    {
        var random = new Random(7);
        var days = Days(47);
        double Noise(double size) => (random.NextDouble() - .5) * size;
        var v9 = days.Select((_, i) => i < 20 ? .701 + Noise(.014) : (double?)null).ToArray();
        var v12 = days.Select((_, i) => i is >= 19 and < 45 ? .712 - (Math.Max(0, i - 30) * .0031) + Noise(.012) : (double?)null).ToArray();
        return new TrendChart("AUC per day", days, [new("v9", 2, v9), new("v12", 0, v12)])
        {
            Limit = .67,
            Low = .64,
            High = .74,
            Markers = [new(days[19], "v12 released")],
            Spans = [new(days[44], days[46], "pending")],
        }.Build();
    }

    public static ChartSpec Traffic()
    {
        var random = new Random(3);
        var times = Enumerable.Range(0, 61).Select(i => Now.AddMinutes(-120 + (i * 2))).ToArray();
        var share = times.Select((_, i) => i < 31 ? 0 : i < 46 ? .05 : .25).ToArray();
        var all = times.Select(_ => 180 + (random.NextDouble() * 14)).ToArray();
        var p99 = times.Select((_, i) => (double?)(2.9 + (random.NextDouble() * .5) + (i == 46 ? .9 : 0))).ToArray();
        return new SplitChart(
            times,
            [new("v12", 0, [.. all.Select((q, i) => (double?)(q * (1 - share[i])))]), new("v14", 1, [.. all.Select((q, i) => share[i] == 0 ? null : (double?)(q * share[i]))])],
            [new("p50", 0, [.. p99.Select(v => v / 3)]), new("p95", 1, [.. p99.Select(v => v / 1.5)]), new("p99", 2, p99)]).Build();
    }

    public static DateTimeOffset[] Days(int count) => [.. Enumerable.Range(0, count).Select(i => new DateTimeOffset(2001, 3, 2, 0, 0, 0, TimeSpan.Zero).AddDays(i))];

    public static IReadOnlyList<double?> Wave(int seed, double from, double to)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 30).Select(i => i is 11 or 12 && seed == 5 ? null : (double?)(from + ((to - from) * i / 29) + ((random.NextDouble() - .5) * Math.Abs(to - from) * .6)))];
    }

    private static GalleryRun Run(int i) => new(
        new[] { "brisk-gull", "calm-tern", "shy-wren", "bold-heron", "keen-swift", "mild-finch", "wry-stork", "dry-plover" }[i],
        Status.Of(new[] { "Running", "Succeeded", "Succeeded", "Failed", "Succeeded", "Cancelled", "Cached", "Succeeded" }[i]),
        i == 0 ? null : Math.Round(.712 - (i * .004), 3), 8 - (i % 3), "4f1c2a" + i, Now.AddHours(-1 - (i * 7)), TimeSpan.FromSeconds(41 + (i * 97)), Wave(i, .6, .7));
}

internal sealed record GalleryRun(string Name, Status Status, double? Auc, int Depth, string Commit, DateTimeOffset Started, TimeSpan Took, IReadOnlyList<double?> Curve);
