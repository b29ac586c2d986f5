using System.Text.Json.Nodes;

namespace Cairn.Maturity.Facts;

internal static class WindowFold
{
    private static readonly string[] Words = ["of", "endpoint", "version", "monitor", "stage"];

    private static readonly string[] Numbers =
        ["n", "delay_s", "logged", "tagged", "kinds", "gap_m", "days", "availability", "planned_s", "probes"];

    public static IEnumerable<Fact> Fold(FoldContext context) => context.Log.Of("window").Select(w => One(w, context));

    private static Fact One(SubjectLog log, FoldContext context)
    {
        Fact fact = log.Fact().Set("env", context.Project.RoleOf(log.Text("env")));
        foreach (string field in Words) fact.Set(field, log.Text(field));
        foreach (string field in Numbers) fact.Set(field, log.Count(field));
        foreach (string field in (string[])["central", "enforced"]) fact.Set(field, log.Flag(field));
        return log.Field("values") is JsonArray { Count: > 0 } values ? Values(fact, [.. values.OfType<JsonObject>()]) : fact;
    }

    private static Fact Values(Fact fact, JsonObject[] values) => fact
        .Set("values", (double)values.Length)
        .Set("metrics", values.Select(v => EventData.Text(v["metric"])).OfType<string>().Distinct(StringComparer.Ordinal).ToArray())
        .Set("threshold", values.Any(v => v["threshold"] is not null) ? true : null)
        .Set("baseline", values.Any(v => v["baseline"] is not null) ? true : null)
        .Set("breached", values.Any(v => EventData.Flag(v["breached"]) is true));
}
