using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Compares a re-execution with the record: byte for byte, else by the metrics; names the first step that came out otherwise.</summary>
internal sealed class ReproductionJudge(IDatabase database, RunStore runs, ReproductionStore store, IArtifactStore artifacts, ILedger ledger)
{
    private const double Tolerance = 0.01;
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(30);

    public async Task<bool> IsFreshAsync(ModelVersionView version, CancellationToken cancellation)
        => await database.ReadAsync(s => store.Last(s, version.Project, version.Recipe!), cancellation) is { } last
            && version.RegisteredAt.ToUnixTimeMilliseconds() - last < Fresh.TotalMilliseconds;

    public async Task DecideAsync(ModelVersionView version, PipelineRun original, string againId, string cause, CancellationToken cancellation)
    {
        (IReadOnlyList<PipelineStep> before, IReadOnlyList<PipelineStep> after, PipelineRun again) = await database.ReadAsync(
            s => (runs.Steps(s, original.Id), runs.Steps(s, againId), runs.Find(s, againId)!), cancellation);
        Dictionary<string, string> outputs = RunExecutor.Outputs(after);
        bool identical = outputs.ContainsValue(version.Digest);
        double delta = identical ? 0 : again.State == RunState.Succeeded ? await DeltaAsync(version, outputs.Values) : 1;
        string? diverged = identical ? null : before.FirstOrDefault(b => after.FirstOrDefault(a => a.Step == b.Step)?.Outputs != b.Outputs)?.Step;
        string detail = identical ? "The model is the same byte for byte." : again.Failure ?? $"The first step that came out otherwise is '{diverged}'.";
        var data = new JsonObject
        {
            ["of"] = "reproduce", ["given"] = "real", ["expected"] = "same", ["seen"] = identical ? "same" : "different", ["ok"] = delta <= Tolerance,
            ["recipe"] = version.Recipe, ["rel_delta"] = delta, ["version"] = version.Id, ["run"] = againId, ["detail"] = detail,
        };
        await database.WriteAsync(s =>
        {
            ledger.Append(s, new EventDraft("probe.finished", "probe-" + againId, version.Project, Actor.Service("pipelines")) { Data = data, Grade = 3, Cause = [cause] });
            store.Put(s, version.Project, version.Recipe!, version.Id, againId, delta <= Tolerance, delta, again.FinishedAt ?? again.CreatedAt);
        }, cancellation: cancellation);
    }

    /// <summary>Largest relative difference of a metric that both have; latency is left out, it is the machine's.</summary>
    private async Task<double> DeltaAsync(ModelVersionView version, IEnumerable<string> outputs)
    {
        double largest = 0;
        foreach (string digest in outputs)
        {
            string text = await artifacts.ReadTextAsync(digest);
            if (!text.StartsWith('{')) continue;
            foreach ((string name, double value) in MetricsFile.Read(text))
                if (!name.EndsWith("_ms", StringComparison.Ordinal) && version.Metrics.TryGetValue(name, out double was) && was != 0)
                    largest = Math.Max(largest, Math.Abs(value - was) / Math.Abs(was));
        }
        return largest;
    }
}
