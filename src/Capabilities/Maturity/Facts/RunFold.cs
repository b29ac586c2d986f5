using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

internal static class RunFold
{
    private static readonly string[] Words =
        ["purpose", "for", "firing", "commit", "ref", "pipeline", "primary", "eval", "env", "target", "source", "suite"];

    private static readonly string[] Counts = ["params", "metrics", "artifacts", "steps", "rows", "tests", "cpu_s", "cost"];

    public static IEnumerable<Fact> Fold(FoldContext context, FactSet versions, IReadOnlyDictionary<string, DateTimeOffset> released) =>
        context.Log.Of("run").Select(r => One(r, context, versions, released));

    private static Fact One(SubjectLog log, FoldContext context, FactSet versions, IReadOnlyDictionary<string, DateTimeOffset> released)
    {
        LedgerEvent? finished = log.Find("run.finished");
        Fact fact = log.Fact(finished?.At, pending: finished is null);
        foreach (string field in Words) fact.Set(field, log.Text(field));
        foreach (string field in Counts) fact.Set(field, log.Count(field));
        foreach (string field in (string[])["verified", "clean", "managed"]) fact.Set(field, log.Flag(field) ?? false);
        string? pipeline = log.Text("pipeline");
        return fact
            .Set("status", finished is null ? null : log.Text("status"))
            .Set("trigger", Trigger(log, context))
            .Set("notebook", log.Flag("notebook") ?? pipeline is null)
            .Set("stages", log.Texts("stages"))
            .Set("data", log.Texts("inputs"))
            .Set("made", Made(log, versions))
            .Set("duration_s", log.Number("duration_s") ?? (finished is null ? null : (finished.At - log.First.At).TotalSeconds))
            .Set("subject", log.Text("version"))
            .Set("env_role", EnvironmentRole(log, context, pipeline, released))
            .Set("actor", log.First.Actor.Kind)
            .Set("cause", context.Log.Causes(log.Events));
    }

    // A recorded firing says how the run began; without one, what the control plane wrote, and by hand when it wrote nothing.
    private static string Trigger(SubjectLog log, FoldContext context)
    {
        SubjectLog? firing = log.Text("firing") is { } id ? context.Log.Subject("trigger", id) : null;
        return firing?.Text("kind") ?? log.Text("trigger") ?? "manual";
    }

    private static string[] Made(SubjectLog log, FactSet versions) =>
    [
        .. log.Texts("made")
            .Concat(versions.Naming("version", "run", log.Id).Select(v => v.Text("digest") ?? v.Id))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
    ];

    private static string? EnvironmentRole(
        SubjectLog log, FoldContext context, string? pipeline, IReadOnlyDictionary<string, DateTimeOffset> released)
    {
        if (log.Text("environment") is { } environment) return context.Project.RoleOf(environment);
        return pipeline is not null && released.TryGetValue(pipeline, out DateTimeOffset since) && since <= log.First.At ? "production" : null;
    }
}
