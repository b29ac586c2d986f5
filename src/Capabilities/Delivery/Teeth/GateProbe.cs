using System.Text.Json.Nodes;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Puts a candidate through a gate's own code and records what the gate said; nothing is decided and nothing released.</summary>
internal sealed class GateProbe(GateEvidence evidence, GateJudge judge, ProbeParts parts)
{
    public const string Passed = "passed", Refused = "refused";

    /// <summary>There was nothing to put before the gate, so it proved nothing.</summary>
    public const string Unmade = "unmade";

    public IDatabase Database => parts.Database;

    public IJobs Jobs => parts.Jobs;

    public ProbeStore Store => parts.Store;

    /// <param name="run">The run that made the candidate.</param>
    public async Task JudgeAsync(string id, string given, Fed fed, ModelVersionView candidate, string run, CancellationToken cancellation)
    {
        GateVerdict verdict = judge.Judge(await evidence.GatherAsync(fed.Of with { Version = candidate }, fed.Tables, fed.Champion, cancellation));
        string seen = verdict.Decision == GateJudge.Promote ? Passed : Refused;
        string bytes = candidate.Digest == fed.Of.Version.Digest ? "the same bytes again; " : "other bytes; ";
        await Database.WriteAsync(s => Record(s, id, fed, new Tooth(given, seen, bytes + verdict.Reason, run)), cancellation: cancellation);
    }

    /// <summary>A job may be run again after a crash: the subject is the same, and so is what was found.</summary>
    public void Record(SqlSession s, string id, Fed fed, Tooth tooth)
    {
        if (!Store.Take(s, id)) return;
        string expected = tooth.Given == "bad" ? Refused : Passed;
        parts.Ledger.Append(s, new EventDraft("probe.finished", id, fed.Of.Project.Name, ReleaseMove.Machine)
        {
            Grade = 3,
            Cause = tooth.Cause is { } cause ? [cause] : [],
            Data = new JsonObject
            {
                ["of"] = "gate",
                ["gate"] = fed.Of.Gate.Name,
                ["endpoint"] = fed.Of.Endpoint.Name,
                ["given"] = tooth.Given,
                ["seen"] = tooth.Seen,
                ["expected"] = expected,
                ["ok"] = tooth.Seen == expected,
                ["version"] = fed.Of.Version.Id,
                ["run"] = tooth.Run,
                ["detail"] = tooth.Detail,
            },
        });
    }
}

/// <summary>What a gate made of a candidate.</summary>
/// <param name="Run">The run that made the candidate again.</param>
internal sealed record Tooth(string Given, string Seen, string Detail, string? Run = null, string? Cause = null);

/// <summary>What a probe works with.</summary>
internal sealed record ProbeParts(IDatabase Database, ILedger Ledger, IJobs Jobs, ProbeStore Store);
