namespace Cairn.Maturity.Facts;

/// <summary>The stages of the loop with last run, owner and monitor.</summary>
internal static class StageTable
{
    private static readonly TimeSpan ProbeLive = TimeSpan.FromDays(45);

    private static readonly Row[] Rows =
    [
        new("ingest", "data-engineer", f => Run(f, r => r.Is("purpose", "ingest")), ["freshness", "contract"], []),
        new("prepare", "data-engineer", f => Run(f, r => r.Texts("stages").Contains("prepare")), ["contract"], []),
        new("train", "data-scientist", f => Run(f, r => r.Is("purpose", "train")), [], ["reproduce"]),
        new("validate", "data-scientist", f => First(f, "gate", _ => true), [], ["gate"]),
        new("release", "software-engineer", f => First(f, "release", r => r.Is("env", "production")), [], ["registry", "rollback"]),
        new("serve", "software-engineer", f => Window(f, "traffic", "service"), ["service", "traffic", "availability"], []),
        new("monitor", "software-engineer", f => Window(f, "quality", "drift"), [], ["drift", "quality"]),
        new("retrain", "data-scientist", f => First(f, "firing", _ => true), ["quality", "drift"], []),
    ];

    public static IReadOnlyList<Stage> Of(FoldContext context, FactSet facts) =>
        [.. Rows.Select(r => One(r, context, facts))];

    /// <summary>The coverage of stages by monitors; none before the first stage has ever run.</summary>
    public static IEnumerable<Fact> Coverage(IReadOnlyList<Stage> stages, DateTimeOffset now)
    {
        if (stages.All(s => s.LastRun is null && s.Monitor is null)) yield break;
        string[] red = [.. stages.Where(s => s.Monitor is null).Select(s => s.Name)];
        DateTimeOffset at = stages.Select(s => s.Monitor?.At).Max() ?? now;
        yield return new Fact("coverage", "stages", at, at, 2) { Until = stages.Min(s => s.MonitorUntil) }
            .Set("of", "stages").Set("total", stages.Count).Set("uncovered", red.Length).Set("missing", red);
    }

    private static string? Owner(string role, FoldContext context) =>
        context.Roles.HeldNow.Where(r => r.Role == role).Select(r => r.Person).Order(StringComparer.Ordinal).FirstOrDefault() ?? context.Project.Owner;

    private static Stage One(Row row, FoldContext context, FactSet facts)
    {
        Fact? window = facts.Of("window").TakeWhile(w => facts.Now - w.At <= context.Live)
            .FirstOrDefault(w => w.Text("stage") is { } stage ? stage == row.Name : row.Windows.Contains(w.Text("of")));
        Fact? probe = facts.Of("probe").TakeWhile(p => facts.Now - p.At <= ProbeLive).FirstOrDefault(p => row.Probes.Contains(p.Text("of")));
        DateTimeOffset?[] ends = [window?.At + context.Live, probe?.At + ProbeLive];
        return new Stage(row.Name, row.LastRun(facts), Owner(row.Role, context), window ?? probe) { MonitorUntil = ends.Max() };
    }

    private static Fact? Run(FactSet facts, Func<Fact, bool> which) => First(facts, "run", which);

    private static Fact? Window(FactSet facts, string kind, string orKind) => First(facts, "window", w => w.Is("of", kind) || w.Is("of", orKind));

    private static Fact? First(FactSet facts, string kind, Func<Fact, bool> which) => facts.Of(kind).FirstOrDefault(which);

    private sealed record Row(string Name, string Role, Func<FactSet, Fact?> LastRun, string[] Windows, string[] Probes);
}
