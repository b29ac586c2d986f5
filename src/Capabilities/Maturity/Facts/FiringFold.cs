namespace Cairn.Maturity.Facts;

internal static class FiringFold
{
    public static IEnumerable<Fact> Fold(FoldContext context) =>
        from log in context.Log.Of("trigger")
        select new Fact("firing", log.Id, log.First.At, log.Last.At, log.Grade)
            .Set("kind", log.Text("kind"))
            .Set("cause", Cause(log, context.Log))
            .Set("actor", log.First.Actor.Kind)
            .Set("run", log.Text("run"))
            .Set("drill", log.Flag("drill") ?? false)
            .Set("held_back", log.Flag("held_back") ?? false);

    // What is named wins when it exists; else the envelope's causes are followed to a window or a dataset version.
    private static string? Cause(SubjectLog log, EventLog events)
    {
        string? named = log.Text("cause");
        if (named is not null && Resolve(events, named) is { } known) return known;
        foreach (string id in log.Events.SelectMany(e => e.Cause))
            if (events.Event(id) is { } cause && Resolve(events, cause.Subject.Id) is { } found) return found;
        return named;
    }

    private static string? Resolve(EventLog events, string id, int depth = 0)
    {
        if (events.Subject("window", id) is not null || events.Subject("version", id) is not null) return id;
        if (events.Event(id) is { } e && e.Subject.Id != id && depth < 4) return Resolve(events, e.Subject.Id, depth + 1);
        // The window that opened the alert; the one that closed it came later.
        string? next = (events.Subject("alert", id)?.First.Data["window"] as System.Text.Json.Nodes.JsonValue)?.ToString() ?? events.Subject("incident", id)?.Text("about");
        return next is null || depth > 4 ? null : Resolve(events, next, depth + 1);
    }
}
