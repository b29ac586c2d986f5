using Cairn.Platform.Web;

namespace Cairn.Data.Sources;

/// <summary>Sources and arrivals in the words of the pages.</summary>
internal static class SourceWords
{
    public static Status Of(SourceStatus s) => s switch
    {
        { Fresh: false } => Status.Of("Stale", $"newest data is {Format.Duration(s.Age)} old, more than the contract allows"),
        { Quarantined: > 0 } => Status.Of("Quarantined", $"{s.Quarantined} kept aside"),
        { Waiting.Count: > 0 } => Status.Of("Late", $"{s.Waiting.Count} due and not there, first {s.Waiting[0]}"),
        { Versions: 0 } => Status.Of("Waiting", "nothing has arrived yet"),
        _ => Status.Of("On time"),
    };

    public static Status Of(Arrival a) => a.SupersededBy is not null ? Status.Of("Superseded", $"it was in quarantine; the same was gathered again since: {a.Reason}") : Status.OfState(a.State.ToString(), a.Reason);

    public static string Rhythm(SourceStatus s) => s.Every switch
    {
        null => "by hand",
        "new" => "when something new is there",
        { } every => "every " + every,
    };
}
