namespace Cairn.Maturity.Facts;

internal static class GateFold
{
    public static IEnumerable<Fact> Fold(FoldContext context, FactSet versions) => context.Log.Of("gate").Select(g => One(g, versions));

    private static Fact One(SubjectLog log, FactSet versions)
    {
        string? version = log.Text("version");
        string? eval = log.Text("eval");
        Fact? candidate = versions.Find("version", version);
        return log.Fact()
            .Set("version", version)
            .Set("champion", log.Text("champion"))
            .Set("suites", log.Count("suites"))
            .Set("slices", log.Count("slices"))
            .Set("overlap", log.Flag("overlap") ?? (eval is not null && eval == log.Text("train")))
            .Set("decision", log.Text("decision"))
            .Set("trigger", log.Text("trigger") ?? (log.First.Actor.Kind == "service" ? "auto" : "manual"))
            .Set("run", log.Text("run") ?? candidate?.Text("run"))
            .Set("release", log.Text("release"));
    }
}
