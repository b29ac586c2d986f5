using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;
using Cairn.Platform.Web;
using static Cairn.Maturity.Sentences.EventSentence;

namespace Cairn.Maturity.Sentences;

/// <summary>Changes, runs, versions, and what is decided about them.</summary>
internal static class WorkSentences
{
    public static Sentence Of(LedgerEvent e, SubjectNames names) => e.Type switch
    {
        "change.merged" => new("git-merge", Token.Idle, [$"{Authors(e)} merged {Commit(e)} into {Text(e, "ref") ?? "the branch"}{Because(e, "title")}{Checks(e)}"]),
        "run.started" => new("player-play", Token.Run, [$"{Purpose(e)} began{By(e)}"]),
        "run.finished" => Finished(e),
        "version.registered" => new(VersionIcon(e), Token.Ok, [$"{Noun(e)} ", names.Version(e.Subject.Id, e.Project), $"{OfName(e, names)} was registered{Rows(e)}"]),
        "version.retired" => new("trash", Token.Idle, [$"{Who(e)} deleted {names.Label(e.Subject.Id) ?? "a version"} of {Text(e, "name") ?? "a model"} for good"]),
        "alias.moved" => new("tag", Token.Idle, [$"{Text(e, "of") ?? "The model"} has ", names.Version(Text(e, "to"), e.Project), $" as {Text(e, "name") ?? "alias"} now{Was(e, names)}"]),
        "gate.decided" => Decided(e, names),
        "prediction.retired" => new("archive", Token.Idle, [$"{Who(e)} had {Many(e, "predictions", "prediction")} and {Many(e, "outcomes", "outcome")} of {Text(e, "endpoint") ?? "an endpoint"} forgotten"]),
        _ => throw Unknown(e),
    };

    private static string Authors(LedgerEvent e) =>
        EventData.Texts(e.Data["authors"]) is { Length: > 0 } authors ? string.Join(" and ", authors.Select(SubjectNames.Person)) : Who(e);

    private static string Commit(LedgerEvent e) => (Text(e, "commit") ?? e.Subject.Id) is var commit ? commit[..Math.Min(7, commit.Length)] : "";

    private static string Checks(LedgerEvent e) => Text(e, "checks") switch { "passed" => "; checks passed", "failed" => "; checks failed", _ => "" };

    private static Sentence Finished(LedgerEvent e)
    {
        string status = Text(e, "status") ?? "ended";
        (string icon, Token token) = status switch
        {
            "succeeded" => ("circle-check", Token.Ok),
            "failed" => ("circle-x", Token.Fail),
            _ => ("ban", Token.Idle),
        };
        return new(icon, token, [$"{Purpose(e)} {(status == "cancelled" ? "was cancelled" : status)}{Tests(e)}{Because(e, "failure")}{Because(e)}"]);
    }

    private static string Purpose(LedgerEvent e) => Text(e, "purpose") switch
    {
        "ingest" => "Gathering of data" + (Text(e, "partition") is { } day ? " for " + day : ""),
        "build" => "Build",
        "test" => "Test suite " + (Text(e, "suite") ?? SubjectNames.Short(e.Subject.Id)),
        "train" => "Training " + SubjectNames.Short(e.Subject.Id),
        "evaluate" => "Evaluation " + SubjectNames.Short(e.Subject.Id),
        "predict" => "Scoring " + SubjectNames.Short(e.Subject.Id),
        _ => "Run " + SubjectNames.Short(e.Subject.Id),
    };

    private static string By(LedgerEvent e) => Text(e, "trigger") switch { null => "", "manual" => " by hand", "data" => " because of new data", var trigger => " by " + trigger };

    private static string Tests(LedgerEvent e) => EventData.Number(e.Data["tests"]) is { } n ? $", {Format.Count((long)n)} tests" : "";

    private static string Noun(LedgerEvent e) => Text(e, "noun") switch
    {
        "dataset" => "Dataset version",
        "model" => Text(e, "origin") == "imported" ? "Imported model version" : "Model version",
        "environment" => "Environment version",
        "pipeline" => "Pipeline version",
        "contract" => "Contract",
        "card" => "Card text",
        "feature" => "Feature version",
        _ => "Artifact",
    };

    private static string VersionIcon(LedgerEvent e) => Text(e, "noun") switch { "dataset" => "database", "model" => "cube", "pipeline" => "sitemap", "contract" => "file-text", _ => "box" };

    private static string OfName(LedgerEvent e, SubjectNames names) => Text(e, "name") is { } name && names.Label(e.Subject.Id) != name ? " of " + name : "";

    private static string Rows(LedgerEvent e) => EventData.Number(e.Data["rows"]) is { } rows ? $", {Format.Count((long)rows)} rows" : "";

    private static string Many(LedgerEvent e, string field, string one) => EventData.Number(e.Data[field]) is { } n ? $"{Format.Count((long)n)} {(n == 1 ? one : field)}" : field;

    private static string Was(LedgerEvent e, SubjectNames names) => Text(e, "from") is { } from ? $", before it was {names.Label(from) ?? SubjectNames.Short(from)}" : "";

    private static Sentence Decided(LedgerEvent e, SubjectNames names)
    {
        (string icon, Token token, string verb) = Text(e, "decision") switch
        {
            "promote" => ("shield-check", Token.Ok, "Gates passed for "),
            "reject" => ("shield-x", Token.Fail, "Gates refused "),
            _ => ("hourglass", Token.Idle, "Gates hold "),
        };
        string champion = Text(e, "champion") is { } other ? $" against {names.Label(other) ?? SubjectNames.Short(other)}" : "";
        return new(icon, token, [verb, names.Version(Text(e, "version"), e.Project), champion, Because(e)]);
    }
}
