using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Maps;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Sweeps;

/// <summary>Measures a trial: by the metrics it wrote itself, else by the first step that takes what it made and writes some.</summary>
internal sealed class SweepJudge(PartRunner parts, StepInputReader inputs, IArtifactStore artifacts)
{
    /// <summary>The trial with its score; without one when it failed, with the reason.</summary>
    public async Task<PipelineStep> MeasureAsync(StepScene scene, PipelineStep trial)
    {
        if (!RunState.IsGood(trial.State) || trial.Score is not null || scene.Stops.Cancelled) return trial;
        Step judge = scene.Plan.File.Judge(scene.Step)!;
        PipelineStep made = judge.Name == scene.Step.Name ? trial : await AskAsync(scene, judge, trial);
        if (!RunState.IsGood(made.State)) return await parts.ScoredAsync(trial, null, $"{judge.Name}: {made.Failure}");
        Dictionary<string, double> metrics = await MetricsAsync(judge, made, scene.Stops.Either);
        string goal = scene.Step.Sweep!.Goal.Metric;
        return metrics.TryGetValue(goal, out double score) && double.IsFinite(score) ? await parts.ScoredAsync(trial, score, null)
            : await parts.ScoredAsync(trial, null, $"'{judge.Name}' measured no '{goal}'; it measured {(metrics.Count == 0 ? "nothing" : string.Join(", ", metrics.Keys))}.");
    }

    private async Task<PipelineStep> AskAsync(StepScene scene, Step judge, PipelineStep trial)
    {
        var published = new Dictionary<string, string>(scene.Published, StringComparer.Ordinal);
        foreach ((string port, string digest) in JsonSerializer.Deserialize<Dictionary<string, string>>(trial.Outputs!)!) published[$"{scene.Step.Name}.{port}"] = digest;
        if (judge.In.Values.FirstOrDefault(r => !r.IsData && !published.ContainsKey(r.ToString())) is { } missing)
            throw new StepFaultException($"To measure a trial '{judge.Name}' needs {missing}, which this run has not made. Run to '{judge.Name}'.");
        StepInputs given = await inputs.WholeAsync(scene.Run, scene.Plan, judge, published, scene.Stops.Either);
        PipelineStep part = (await parts.OpenAsync(trial, [new PartDraft(judge.Name, 1)])).Single();
        if (RunState.IsDone(part.State)) return part;
        return await parts.RunAsync(await StepWork.OfAsync(scene with { Step = judge }, given, scene.Plan.ParamsOf(judge, scene.Overrides)), part, scene.Stops);
    }

    private async Task<Dictionary<string, double>> MetricsAsync(Step judge, PipelineStep made, CancellationToken cancellation)
    {
        var all = new Dictionary<string, double>(StringComparer.Ordinal);
        Dictionary<string, string> outputs = JsonSerializer.Deserialize<Dictionary<string, string>>(made.Outputs!)!;
        foreach ((string port, PortType type) in judge.Out)
            if (type == PortType.Metrics)
                foreach ((string name, double value) in MetricsFile.Read(await artifacts.ReadTextAsync(outputs[port], cancellation))) all[name] = value;
        return all;
    }
}
