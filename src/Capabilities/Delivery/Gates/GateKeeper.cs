using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Measures candidate and champion on the same table, judges, and records the decision with every value in one transaction.</summary>
internal sealed class GateKeeper(GateEvidence evidence, GateJudge judge, GateStore store, ILedger ledger, IDatabase database)
{
    private static readonly JsonSerializerOptions Json = ApiJson.Options;

    public GateEvidence Evidence => evidence;

    /// <summary>The decision; the one that is there when this run was judged before.</summary>
    public async Task<GateDecision> DecideAsync(Candidacy of, CancellationToken cancellation)
    {
        if (await database.ReadAsync(s => store.Find(s, of.Project.Name, of.Gate.Name, of.Endpoint.Name, of.Run.Subject.Id), cancellation) is { } made) return made;
        GateTables? tables = GateTables.Of(of.Project.File, of.Gate, of.Endpoint, of.Outputs, out string? fault);
        (GateContext? context, ModelVersionView? champion) = (null, null);
        GateVerdict verdict;
        try
        {
            if (tables is null) throw new EvaluationException(fault!);
            champion = await evidence.ChampionAsync(of.Project, of.Endpoint, cancellation);
            context = await evidence.GatherAsync(of, tables, champion, cancellation);
            verdict = judge.Judge(context);
        }
        catch (EvaluationException e)
        {
            verdict = new GateVerdict(GateJudge.Hold, e.Message, [new CheckResult("evaluation", "candidate and champion can be evaluated", Verdict.Hold, null, null, e.Message)]);
        }
        bool? overlap = tables is null ? null : await evidence.OverlapAsync(tables, of.Endpoint.Key, cancellation);
        return await database.WriteAsync(s => Record(s, of, verdict, (tables, champion, context, overlap)), cancellation: cancellation);
    }

    private GateDecision Record(SqlSession s, Candidacy of, GateVerdict verdict, (GateTables? Tables, ModelVersionView? Champion, GateContext? Context, bool? Overlap) on)
    {
        if (store.Find(s, of.Project.Name, of.Gate.Name, of.Endpoint.Name, of.Run.Subject.Id) is { } made) return made;
        string id = "gd-" + Ulid.New(of.Run.Recorded);
        LedgerEvent e = ledger.Append(s, new EventDraft("gate.decided", id, of.Project.Name, Actor.Service("delivery"))
        {
            Cause = [of.Run.Id],
            Data = new JsonObject
            {
                ["version"] = of.Version.Id,
                ["champion"] = on.Champion?.Id,
                ["policy"] = of.Gate.Name,
                ["suites"] = verdict.Checks.Select(c => c.Check).Distinct(StringComparer.Ordinal).Count(),
                ["slices"] = on.Context?.CandidateEvaluation.Slices.Count ?? 0,
                ["checks"] = new JsonArray([.. verdict.Checks.Select(Told)]),
                ["eval"] = on.Tables?.Eval,
                ["train"] = on.Tables?.Train,
                ["overlap"] = on.Overlap,
                ["decision"] = verdict.Decision,
                ["reason"] = verdict.Reason,
                ["run"] = of.Run.Subject.Id,
                ["trigger"] = "auto",
            },
        });
        var decision = new GateDecision
        {
            Id = id,
            Project = of.Project.Name,
            Gate = of.Gate.Name,
            Endpoint = of.Endpoint.Name,
            VersionId = of.Version.Id,
            ChampionId = on.Champion?.Id,
            RunId = of.Run.Subject.Id,
            EvalDigest = on.Tables?.Eval,
            TrainDigest = on.Tables?.Train,
            Decision = verdict.Decision,
            Reason = verdict.Reason,
            Checks = JsonSerializer.Serialize(verdict.Checks, Json),
            EventId = e.Id,
            DecidedAt = e.At.ToUnixTimeMilliseconds(),
        };
        store.Insert(s, decision);
        return decision;
    }

    private static JsonNode Told(CheckResult c) => new JsonObject { ["check"] = c.Check, ["name"] = c.Name, ["verdict"] = c.Verdict.ToString().ToLowerInvariant(), ["value"] = c.Value, ["against"] = c.Against };
}
