namespace Cairn.Maturity.Facts;

internal static class ChangeFold
{
    public static IEnumerable<Fact> Fold(FoldContext context) => context.Log.Of("change").Select(c => One(c, context));

    private static Fact One(SubjectLog log, FoldContext context)
    {
        string[] authors = log.Texts("authors"), reviewers = log.Texts("reviewers");
        FactPerson[] people = context.Roles.People(authors.Concat(reviewers), log.Last.At);
        bool reviewed = people.Any(p => p.Roles.Count > 0 && reviewers.Contains(p.Id) && !authors.Contains(p.Id));
        return log.Fact()
            .Set("commit", log.Text("commit"))
            .Set("ref", log.Text("ref"))
            .Set("verified", log.Flag("verified") ?? false)
            .Set("areas", log.Texts("areas"))
            .Set("checks", log.Text("checks") ?? "none")
            .Set("reviewed", reviewed)
            .Set("people", people)
            .Set("from_run", log.Text("from_run"))
            .Set("cause", context.Log.Causes(log.Events));
    }
}
