using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Versions;

/// <summary>Writes versions and aliases on the ledger.</summary>
internal sealed class VersionEvents(ILedger ledger)
{
    /// <summary>Grade 0 for an imported version, 1 when a client says what it is, 2 when the control plane made it.</summary>
    public LedgerEvent Registered(SqlSession s, VersionRow version, Actor actor, IReadOnlyList<string> cause)
        => ledger.Append(s, new EventDraft("version.registered", version.Id, NullIfEmpty(version.Project), actor)
        {
            SubjectDigest = version.Digest,
            Cause = cause,
            Grade = version.Origin switch { "imported" => 0, "client" => 1, _ => 2 },
            Data = new JsonObject
            {
                ["noun"] = "model",
                ["name"] = version.Name,
                ["number"] = version.Number,
                ["digest"] = version.Digest,
                ["origin"] = version.Origin == "client" ? null : version.Origin,
                ["run"] = version.RunId ?? version.TrackingRunId,
                ["recipe"] = version.Recipe,
                ["pipeline"] = version.PipelineId,
                ["commit"] = version.CommitId,
                ["bytes"] = version.Size,
                ["signature"] = version.SignatureJson == "{}" ? null : Digest.Of(version.SignatureJson),
                ["note"] = version.Note,
            },
        });

    /// <param name="versions">From and to; null when there was none, or when the alias was taken away.</param>
    public LedgerEvent AliasMoved(SqlSession s, string project, string model, string alias, (string? From, string? To) versions, Actor actor, IReadOnlyList<string> cause)
        => ledger.Append(s, new EventDraft("alias.moved", $"{model}@{alias}", NullIfEmpty(project), actor)
        {
            Cause = cause,
            Data = new JsonObject { ["owner"] = "model", ["name"] = alias, ["of"] = model, ["from"] = versions.From, ["to"] = versions.To },
        });

    /// <summary>A version was deleted for good, alone or with its model.</summary>
    public LedgerEvent Retired(SqlSession s, VersionRow version, Actor actor)
        => ledger.Append(s, new EventDraft("version.retired", version.Id, NullIfEmpty(version.Project), actor)
        {
            SubjectDigest = version.Digest,
            Data = new JsonObject { ["noun"] = "model", ["name"] = version.Name, ["number"] = version.Number },
        });

    private static string? NullIfEmpty(string project) => project.Length > 0 ? project : null;
}
