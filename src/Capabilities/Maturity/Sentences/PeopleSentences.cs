using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Model;
using Cairn.Platform.Web;
using static Cairn.Maturity.Sentences.EventSentence;

namespace Cairn.Maturity.Sentences;

/// <summary>What people declare, hold, state, accept and hand over.</summary>
internal static class PeopleSentences
{
    public static Sentence Of(LedgerEvent e, SubjectNames names) => e.Type switch
    {
        "project.declared" => new("folder", Token.Idle, [$"{Who(e)} declared the project{At(e)}{Profile(e)}"]),
        "project.paused" => new("player-pause", Token.Warn, [$"{Who(e)} paused the project{Because(e)}"]),
        "project.retired" => new("archive", Token.Idle, [$"{Who(e)} retired the project{Because(e)}"]),
        "role.granted" => new("users", Token.Idle, [$"{Person(e)} now holds {Role(e)}"]),
        "role.revoked" => new("users", Token.Idle, [$"{Person(e)} no longer holds {Role(e)}"]),
        "statement.made" => new("rosette-discount-check", Token.Attest, [$"{Who(e)} states{As(e)}: {Statement(e)}"]),
        "statement.revoked" => new("rosette-discount-check", Token.Idle, [$"{Who(e)} takes back{As(e)}: {Statement(e)}"]),
        "waiver.granted" => new("flag", Token.Attest, [$"{Who(e)} asks to accept the gap ", Capability(e), $" until {Day(e, "until")}{Because(e)}"]),
        "waiver.revoked" => new("flag", Token.Idle, [$"{Who(e)} ended the waiver of ", Capability(e), Because(e)]),
        "approval.given" => new("user", Token.Ok, [$"{Who(e)} approves{As(e)} ", Approved(e, names)]),
        "approval.refused" => new("user", Token.Fail, [$"{Who(e)} refuses{As(e)} ", Approved(e, names), Because(e)]),
        "handoff.offered" => new("route", Token.Attest, [$"{Who(e)} hands ", names.Version(Text(e, "version"), e.Project), $" to a {Text(e, "to_role") ?? "colleague"}"]),
        "handoff.answered" => new("route", Accepted(e) ? Token.Ok : Token.Fail, [$"{Who(e)} {(Accepted(e) ? "accepts" : "refuses")} the hand-off {SubjectNames.Short(e.Subject.Id)}{Because(e)}"]),
        _ => throw Unknown(e),
    };

    private static string Person(LedgerEvent e) => SubjectNames.Person(Text(e, "person") ?? "somebody");

    private static string Role(LedgerEvent e) => Text(e, "role") is { } role ? "the role " + role : "a role";

    private static string At(LedgerEvent e) => Text(e, "commit") is { } commit ? $" at commit {commit[..Math.Min(7, commit.Length)]}" : "";

    private static string Profile(LedgerEvent e) => Text(e, "profile") is { } profile ? $", profile {profile}" : "";

    private static string Statement(LedgerEvent e) =>
        MaturityModel.Current.File.Attestations.Find(a => a.Id == Text(e, "id"))?.Statement.TrimEnd('.') ?? Text(e, "text") ?? Text(e, "id") ?? "a statement";

    private static SentencePart Capability(LedgerEvent e) => Text(e, "capability") is { } id
        ? Link(e, "maturity/" + id, MaturityModel.Current.ById.GetValueOrDefault(id)?.Entry.Title ?? id)
        : "of a capability";

    private static string Day(LedgerEvent e, string field) => Text(e, field) is { Length: >= 10 } time ? time[..10] : "further notice";

    private static bool Accepted(LedgerEvent e) => EventData.Flag(e.Data["accepted"]) ?? false;

    private static SentencePart Approved(LedgerEvent e, SubjectNames names)
    {
        string? kind = EventData.Text((e.Data["of"] as JsonObject)?["kind"]), id = ApprovalFold.SubjectOf(e);
        if (id is null) return "what was asked";
        return kind switch
        {
            "release" => Link(e, "releases/" + Uri.EscapeDataString(id), "release " + SubjectNames.Short(id)),
            "version" => names.Version(id, e.Project),
            _ => $"{kind} {SubjectNames.Short(id)}",
        };
    }
}
