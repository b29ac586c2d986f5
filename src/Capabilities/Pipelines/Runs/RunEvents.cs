using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>The data of <c>run.started</c> and <c>run.finished</c> for pipeline runs.</summary>
internal static class RunEvents
{
    private const string Notebook = ".ipynb";

    /// <summary>What a CPU hour is counted as where no price is declared.</summary>
    private const double PricePerCpuHour = 0.05;

    /// <param name="plan">Null when it never came to one.</param>
    public static JsonObject Started(PipelineRun run, RunPlan? plan) => new()
    {
        ["purpose"] = "train",
        ["for"] = run.Purpose,
        ["trigger"] = run.TriggerKind,
        ["firing"] = run.Firing,
        ["commit"] = run.CommitId,
        ["verified"] = plan?.Intact ?? false,
        ["clean"] = !run.Dirty,
        ["environment"] = run.Environment,
        ["pipeline"] = run.Pipeline,
        ["env"] = run.Env,
        ["notebook"] = plan?.Steps.Any(s => s.Run?.Contains(Notebook, StringComparison.Ordinal) == true) ?? false,
        ["inputs"] = run.Inputs is null ? null : JsonNode.Parse(run.Inputs),
    };

    public static JsonObject Refused(PipelineRun run, string state, string reason)
    {
        JsonObject data = Started(run, null);
        (data["status"], data["failure"]) = (state, reason);
        return data;
    }

    public static JsonObject Finished(PipelineRun run, RunPlan plan, IReadOnlyList<PipelineStep> steps, RunResult result, string state, string? failure, string? version)
    {
        JsonObject data = Started(run, plan);
        data["purpose"] = plan.Steps.Any(s => s.Out.Values.Contains(PortType.Model)) ? "train" : "other";
        data["clean"] = !run.Dirty && steps.All(s => s.Drift is null);
        data["status"] = state;
        data["failure"] = failure;
        data["steps"] = steps.Count;
        data["stages"] = new JsonArray([.. Stages(plan).Select(x => (JsonNode)x)]);
        data["params"] = result.Params.DeepClone();
        data["metrics"] = new JsonObject(result.Metrics.Select(m => KeyValuePair.Create(m.Key, (JsonNode?)(double.IsFinite(m.Value) ? m.Value : m.Value.ToString("R")))));
        data["outputs"] = JsonSerializer.SerializeToNode(result.Outputs);
        data["artifacts"] = result.Outputs.Count;
        data["primary"] = result.Primary;
        data["eval"] = result.EvaluatedOn;
        data["target"] = plan.Steps.Select(s => s.Compute).FirstOrDefault(c => c is not null) ?? "local";
        data["managed"] = steps.All(s => s.State != RunState.Succeeded || s.Task is not null || IsByParts(plan, s));
        data["cpu_s"] = Math.Round(result.CpuSeconds, 3);
        data["peak_mb"] = result.PeakMemory / 1_000_000;
        data["cost"] = Math.Round(result.Cost ?? (result.CpuSeconds / 3600 * PricePerCpuHour), 8);
        data["duration_s"] = Math.Round(steps.Sum(s => s.DurationMs) / 1000.0, 3);
        data["cached"] = steps.Count(s => s.State == RunState.Cached);
        data["version"] = version;
        return data;
    }

    // What is done by parts has a task for each of them.
    private static bool IsByParts(RunPlan plan, PipelineStep step) => plan.File.Steps[step.Step] is { Map: not null } or { Sweep: not null };

    private static IEnumerable<string> Stages(RunPlan plan)
    {
        if (plan.Steps.Any(s => s.In.Values.Any(r => r.IsData))) yield return "prepare";
        if (plan.Steps.Any(s => s.Out.Values.Contains(PortType.Model))) yield return "train";
        if (plan.Steps.Any(s => s.Out.Values.Contains(PortType.Metrics) && s.In.Count > 0)) yield return "validate";
    }
}
