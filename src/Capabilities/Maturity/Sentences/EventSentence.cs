using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;
using Cairn.Platform.Web;

namespace Cairn.Maturity.Sentences;

/// <summary>Says every event of the catalog in one plain sentence.</summary>
internal static class EventSentence
{
    /// <exception cref="ArgumentException">The type is not in the catalog.</exception>
    public static Sentence Of(LedgerEvent e, SubjectNames names) => e.Subject.Kind switch
    {
        "ledger" => new("books", Token.Idle, [$"The ledger was opened for the {Text(e, "world") ?? "real"} world"]),
        "project" or "role" or "statement" or "waiver" or "approval" or "handoff" => PeopleSentences.Of(e, names),
        "change" or "run" or "version" or "alias" or "gate" or "prediction" => WorkSentences.Of(e, names),
        "release" or "window" or "alert" or "incident" or "trigger" or "probe" or "assessment" => LoopSentences.Of(e, names),
        _ => throw new ArgumentException($"'{e.Type}' is not an event of the ledger.", nameof(e)),
    };

    internal static string? Text(LedgerEvent e, string field) => EventData.Text(e.Data[field]);

    internal static string Who(LedgerEvent e) => SubjectNames.Person(e.Actor.Id);

    /// <summary>": reason" where one is given.</summary>
    internal static string Because(LedgerEvent e, string field = "reason") => Text(e, field) is { Length: > 0 } reason ? ": " + reason : "";

    internal static string As(LedgerEvent e) => Text(e, "as_role") is { } role ? " as " + role : "";

    /// <summary>One of the nouns with a page of its own, by its id.</summary>
    internal static SentencePart Link(LedgerEvent e, string section, string text) =>
        e.Project is null ? text : new SentencePart(text, $"/p/{e.Project}/{section}");

    internal static ArgumentException Unknown(LedgerEvent e) => new($"'{e.Type}' is not an event of the ledger.", nameof(e));
}
