namespace Cairn.Maturity.Facts;

internal static class VersionFold
{
    public static IEnumerable<Fact> Fold(FoldContext context) => context.Log.Of("version").Select(v => One(v, context));

    private static Fact One(SubjectLog log, FoldContext context)
    {
        // Owners may be named as persons or as roles; rules ask for roles.
        string[] owners = [.. log.Texts("owners").SelectMany(o => context.Roles.At(o, context.Now) is { Count: > 0 } held ? held : [o]).Distinct(StringComparer.Ordinal)];
        return log.Fact()
            .Set("noun", log.Text("noun"))
            .Set("name", log.Text("name"))
            .Set("digest", log.Text("digest") ?? log.Last.Subject.Digest)
            .Set("origin", log.Text("origin"))
            .Set("run", log.Text("run"))
            .Set("recipe", log.Text("recipe"))
            .Set("owners", owners)
            .Set("pipeline", log.Text("pipeline"))
            .Set("commit", log.Text("commit"));
    }
}
