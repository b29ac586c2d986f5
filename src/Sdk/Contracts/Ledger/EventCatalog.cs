using System.Collections.Frozen;

namespace Cairn.Contracts.Ledger;

/// <summary>The closed list of events: twenty nouns, thirty-four types, and the data fields each may carry.</summary>
public static class EventCatalog
{
    /// <summary>Schema version of every event written today.</summary>
    public const int Version = 1;

    private static readonly (string Noun, string Verbs, string Fields)[] Nouns =
    [
        ("ledger", "opened", "world clock people seed format"),
        ("project", "declared paused retired", "commit file profile owner purpose use_case serving apps cadence target answers declares people repo reason"),
        ("role", "granted revoked", "person role"),
        ("statement", "made revoked", "id as_role text expires people"),
        ("waiver", "granted revoked", "capability reason until"),
        ("approval", "given refused", "of as_role reason"),
        ("handoff", "offered answered", "version to_role checklist accepted reason"),
        ("change", "merged", "repo ref commit verified forced areas authors reviewers checks from_run lines title"),
        ("run", "started finished",
            "purpose for firing trigger commit verified clean env target managed inputs outputs params metrics primary eval suite tests failed rows steps steps_recorded " +
            "cpu_s peak_mb cost status failure source pipeline notebook ref area made duration_s cached reason partition experiment artifacts version environment stages"),
        ("version", "registered retired", "noun name number digest origin run recipe owners tightness source rows bytes partition commit signature pipeline env note"),
        ("alias", "moved", "owner name of from to edited_lines"),
        ("gate", "decided", "version champion policy suites slices checks eval train overlap decision reason run release trigger"),
        ("release", "started moved finished",
            "of env version strategy plan step steps weight from to verdict result stop downtime_ms break_glass endpoint trigger reason previous commit tests rollback of_release name"),
        ("window", "closed", "of endpoint env version from to n values delay_s logged tagged kinds gap_m central enforced days availability planned_s probes monitor stage"),
        ("alert", "opened closed", "window metrics endpoint monitor reason"),
        ("incident", "opened moved closed", "kind about fingerprint tracker fix guard title state reason"),
        ("trigger", "fired", "name kind cause run drill held_back reason pipeline"),
        ("probe", "finished", "of given expected seen ok env recipe rel_delta version gate endpoint detail run sampled"),
        ("prediction", "retired", "endpoint env predictions shadows outcomes files"),
        ("assessment", "made", "model profile as_of levels statuses changed"),
    ];

    private static readonly FrozenDictionary<string, FrozenSet<string>> Types = Nouns
        .SelectMany(n => n.Verbs.Split(' ').Select(v => (Type: $"{n.Noun}.{v}", n.Fields)))
        .ToFrozenDictionary(t => t.Type, t => t.Fields.Split(' ').ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Every event type, in the order of the alphabet.</summary>
    public static IEnumerable<string> AllTypes => Types.Keys.Order(StringComparer.Ordinal);

    /// <summary>The data fields that events of <paramref name="type"/> may carry; null when there is no such type.</summary>
    public static IReadOnlySet<string>? FieldsOf(string type) => Types.GetValueOrDefault(type);

    /// <summary>Null when the event may be written, else what is wrong with it.</summary>
    public static string? Fault(LedgerEvent e)
    {
        if (FieldsOf(e.Type) is not { } fields) return $"'{e.Type}' is not an event of the ledger.";
        if (e.Subject.Kind != e.Type[..e.Type.IndexOf('.', StringComparison.Ordinal)]) return $"{e.Type}: the subject is a '{e.Subject.Kind}'.";
        if (e.Grade is < 0 or > 3) return $"{e.Type}: grade {e.Grade} is not within 0 to 3.";
        foreach ((string name, _) in e.Data)
            if (!fields.Contains(name)) return $"{e.Type} has no field '{name}'.";
        return null;
    }
}
