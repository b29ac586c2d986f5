namespace Cairn.Maturity.Facts;

internal static class IncidentFold
{
    public static IEnumerable<Fact> Fold(FoldContext context) => Alerts(context).Concat(Incidents(context));

    // Both count from the day they were opened.
    private static IEnumerable<Fact> Alerts(FoldContext context) =>
        from log in context.Log.Of("alert")
        select log.Fact(log.First.At)
            .Set("window", log.Text("window"))
            .Set("endpoint", log.Text("endpoint"))
            .Set("state", log.Last.Type == "alert.closed" ? "closed" : "open");

    private static IEnumerable<Fact> Incidents(FoldContext context) =>
        from log in context.Log.Of("incident")
        select log.Fact(log.First.At)
            .Set("kind", log.Text("kind"))
            .Set("about", log.Texts("about"))
            .Set("by", log.First.Actor.Kind)
            .Set("fingerprint", log.Text("fingerprint"))
            .Set("fix", log.Text("fix"))
            .Set("guard", log.Text("guard"))
            .Set("state", log.Last.Type == "incident.closed" ? "closed" : "open");
}
