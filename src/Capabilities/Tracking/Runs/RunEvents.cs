using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;

namespace Cairn.Tracking.Runs;

/// <summary>Puts runs that clients make on the ledger, with grade 1: they say so themselves. Runs of the control plane are written by their room.</summary>
internal sealed class RunEvents(ILedger ledger, RunStore store)
{
    private const int ReportedByClient = 1;

    private static readonly string[] Telling = ["mlflow.git.dirty", "cairn.git.dirty", "cairn.purpose", "mlflow.source.git.commit", "mlflow.source.type"];

    /// <returns>The runs in their order, each with its event; a managed one has none here.</returns>
    public IReadOnlyList<RunRow> Started(SqlSession s, IReadOnlyList<StartedRun> runs)
    {
        Dictionary<string, string> events = ledger.Append(s, [.. runs.Where(r => !r.Run.Managed).Select(r => new EventDraft("run.started", r.Run.Id, r.Project, r.Actor)
        {
            Data = Said(r.Run, r.Tags.ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal)), Cause = r.Cause, Grade = ReportedByClient,
        })]).ToDictionary(e => e.Subject.Id, e => e.Id, StringComparer.Ordinal);
        return [.. runs.Select(r => r.Run with { Event = events.GetValueOrDefault(r.Run.Id) })];
    }

    public void Finished(SqlSession s, RunRow run, string? project, Actor actor, string? reason = null) => Finished(s, [run], project, actor, reason);

    /// <summary>Three statements are read however many runs there are; managed ones are left out.</summary>
    public void Finished(SqlSession s, IReadOnlyList<RunRow> runs, string? project, Actor actor, string? reason)
    {
        RunRow[] told = [.. runs.Where(r => !r.Managed)];
        if (told.Length == 0) return;
        long[] nums = [.. told.Select(r => r.Num)];
        ILookup<long, KeyedText> tags = store.Tags(s, nums, Telling).ToLookup(t => t.Owner);
        (IReadOnlyDictionary<long, long> parameters, IReadOnlyDictionary<long, long> metrics) = store.Counts(s, nums);
        foreach (RunRow run in told)
        {
            JsonObject data = Said(run, tags[run.Num].ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal));
            (data["params"], data["metrics"], data["reason"]) = (parameters.GetValueOrDefault(run.Num), metrics.GetValueOrDefault(run.Num), reason);
            data["status"] = Word(run.Status) ?? (reason is null or "moved" ? null : "cancelled");
            if (run.Imported is not null) data["source"] = "imported";
            if (run.EndTime >= run.StartTime && run.StartTime > 0) data["duration_s"] = (run.EndTime - run.StartTime) / 1000.0;
            Append(s, "run.finished", run, project, actor, run.Event is null ? [] : [run.Event], data, run.Imported is null ? ReportedByClient : 0);
        }
    }

    /// <summary>A run that was made elsewhere: it counts for nothing. One that was brought before it ended has begun already. Id of the event that began it.</summary>
    public string Imported(SqlSession s, RunRow run, string? project, Actor actor, RunLog log, int metrics)
    {
        JsonObject data = Said(run, log.Tags.GroupBy(t => t.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal));
        data["source"] = "imported";
        string started = run.Event ?? Append(s, "run.started", run, project, actor, [], data, grade: 0).Id;
        if (!run.Ended) return started;
        JsonObject end = data.DeepClone().AsObject();
        (end["params"], end["metrics"], end["status"]) = (log.Params.Count, metrics, Word(run.Status));
        Append(s, "run.finished", run, project, actor, [started], end, grade: 0);
        return started;
    }

    private static string? Word(string status) => status switch { "FINISHED" => "succeeded", "FAILED" => "failed", "KILLED" => "cancelled", _ => null };

    private LedgerEvent Append(SqlSession s, string type, RunRow run, string? project, Actor actor, IReadOnlyList<string> cause, JsonObject data, int grade = ReportedByClient)
        => ledger.Append(s, new EventDraft(type, run.Id, project, actor) { Data = data, Cause = cause, Grade = grade });

    // Client words: never verified, and clean only when the client says so.
    private static JsonObject Said(RunRow run, Dictionary<string, string> tags)
    {
        bool? dirty = tags.TryGetValue("mlflow.git.dirty", out string? said) || tags.TryGetValue("cairn.git.dirty", out said) ? string.Equals(said, "true", StringComparison.OrdinalIgnoreCase) : null;
        string purpose = tags.GetValueOrDefault("cairn.purpose") is "other" or "evaluate" ? tags["cairn.purpose"] : "train";
        return new JsonObject
        {
            ["purpose"] = purpose,
            ["for"] = purpose == "train" ? "experiment" : null,
            ["commit"] = tags.GetValueOrDefault("mlflow.source.git.commit"),
            ["verified"] = tags.ContainsKey("mlflow.source.git.commit") ? false : null,
            ["clean"] = dirty is null ? null : !dirty,
            ["notebook"] = tags.TryGetValue("mlflow.source.type", out string? source) ? source == "NOTEBOOK" : null,
            ["managed"] = false,
            ["experiment"] = run.Experiment.ToString(),
        };
    }
}
