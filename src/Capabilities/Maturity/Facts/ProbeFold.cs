namespace Cairn.Maturity.Facts;

internal static class ProbeFold
{
    public static IEnumerable<Fact> Fold(FoldContext context) =>
        from log in context.Log.Of("probe")
        select log.Fact()
            .Set("of", log.Text("of"))
            .Set("given", log.Text("given"))
            .Set("seen", log.Text("seen"))
            .Set("ok", log.Flag("ok"))
            .Set("env", context.Project.RoleOf(log.Text("env")))
            .Set("recipe", log.Text("recipe"))
            .Set("rel_delta", log.Number("rel_delta"))
            .Set("endpoint", log.Text("endpoint"))
            .Set("version", log.Text("version"));
}
