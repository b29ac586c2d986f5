using Cairn.Contracts.Ledger;

namespace Cairn.Maturity.Facts;

internal static class ReleaseFold
{
    public static IEnumerable<Fact> Fold(FoldContext context, FactSet earlier)
    {
        var walks = new ReleaseWalks(context);
        var evidence = new ReleaseEvidence(earlier);
        foreach (SubjectLog log in context.Log.Of("release"))
        {
            Fact fact = One(log, context);
            HumanWork.Add(fact, log, context);
            evidence.Add(fact, log);
            yield return fact.Set("through", walks.Through(fact));
        }
    }

    /// <summary>Pipeline versions released to production, and since when.</summary>
    public static Dictionary<string, DateTimeOffset> PipelinesInProduction(FoldContext context) =>
        context.Log.Of("release")
            .Where(r => r.Text("of") == "pipeline" && r.Text("result") == "succeeded" && context.Project.RoleOf(r.Text("env")) == "production")
            .Where(r => r.Text("version") is not null)
            .GroupBy(r => r.Text("version")!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Min(r => r.Last.At), StringComparer.Ordinal);

    private static bool Unused(SubjectLog log)
        => log.Find("release.finished") is not null && log.Text("result") == "aborted" && !log.Events.Any(e => e.Type == "release.moved" && EventData.Number(e.Data["weight"]) > 0);

    private static Fact One(SubjectLog log, FoldContext context)
    {
        LedgerEvent? finished = log.Find("release.finished");
        string? strategy = log.Text("strategy");
        var plan = log.First.Data["plan"] as System.Text.Json.Nodes.JsonObject;
        Fact fact = log.Fact(finished?.At, pending: finished is null)
            .Set("of", log.Text("of"))
            .Set("env", context.Project.RoleOf(log.Text("env")))
            .Set("endpoint", log.Text("endpoint") ?? log.Text("name"))
            .Set("version", log.Text("version") ?? log.First.Subject.Digest)
            .Set("trigger", log.Text("trigger") ?? "manual")
            .Set("strategy", strategy)
            // Only a plan declared at the start counts: one written after looking at the numbers is none. Taken back before it answered anybody, it was no test.
            .Set("plan", Unused(log) ? null : EventData.Text(plan?["rule"]))
            .Set("sticky", EventData.Flag(plan?["sticky"]))
            .Set("commit", log.Text("commit"))
            .Set("rollback", log.Flag("rollback") ?? false)
            .Set("break_glass", log.Flag("break_glass") ?? false)
            .Set("actor", log.First.Actor.Kind);
        if (finished is null) return fact;
        return fact
            .Set("result", log.Text("result"))
            .Set("stop", log.Text("stop"))
            .Set("decision", EventData.Text(finished.Data["verdict"]) ?? log.Text("result"))
            .Set("downtime_s", log.Number("downtime_ms") / 1000);
    }
}
