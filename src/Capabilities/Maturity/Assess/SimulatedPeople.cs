using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;

namespace Cairn.Maturity.Assess;

/// <summary>Leaves out what simulated people did: their acts, what they began, and changes that they alone wrote.</summary>
internal static class SimulatedPeople
{
    private const string Prefix = "sim:";

    public static List<LedgerEvent> LeaveOut(IReadOnlyList<LedgerEvent> events)
    {
        // What a simulated person began falls with all its later events; the project's declaration stays, it is what is assessed.
        HashSet<(string, string)> begun =
            [.. events.Where(e => IsSimulated(e.Actor.Id) && e.Subject.Kind != "project" && IsBeginning(e.Type)).Select(e => (e.Subject.Kind, e.Subject.Id))];
        return [.. events.Where(e => e.Subject.Kind == "project" || !(IsSimulated(e.Actor.Id) || begun.Contains((e.Subject.Kind, e.Subject.Id)) || ByThemAlone(e)))];
    }

    private static bool IsSimulated(string person) => person.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool IsBeginning(string type) =>
        type.EndsWith(".started", StringComparison.Ordinal) || type.EndsWith(".opened", StringComparison.Ordinal) ||
        type.EndsWith(".offered", StringComparison.Ordinal) || type.EndsWith(".registered", StringComparison.Ordinal) ||
        type.EndsWith(".fired", StringComparison.Ordinal);

    private static bool ByThemAlone(LedgerEvent e) => e.Type switch
    {
        "change.merged" => EventData.Texts(e.Data["authors"]) is { Length: > 0 } authors && Array.TrueForAll(authors, IsSimulated),
        "role.granted" or "role.revoked" => EventData.Text(e.Data["person"]) is { } person && IsSimulated(person),
        _ => false,
    };
}
