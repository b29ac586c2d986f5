using System.Text.Json.Nodes;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Runs;

/// <summary>What a finished run has to show: outputs, metrics, the model, and what it cost.</summary>
internal sealed record RunResult(
    IReadOnlyDictionary<string, string> Outputs, IReadOnlyDictionary<string, double> Metrics, PortRef? Model, string? EvaluatedOn, JsonObject Params, double CpuSeconds, long PeakMemory)
{
    private static readonly string[] Primaries = ["auc", "accuracy", "r2", "rmse"];

    /// <summary>The source that the run evaluated on and used for nothing else; null when it evaluated on a table of its own.</summary>
    public string? EvaluatedSource { get; init; }

    /// <summary>At the prices of where its steps ran; null where nothing is charged.</summary>
    public double? Cost { get; init; }

    /// <summary>The metric that stands for the run.</summary>
    public string? Primary => Array.Find(Primaries, Metrics.ContainsKey) ?? Metrics.Keys.FirstOrDefault();

    public static async Task<RunResult> CollectAsync(PipelineRun run, RunPlan plan, IReadOnlyList<PipelineStep> steps, IArtifactStore artifacts, CancellationToken cancellation)
    {
        Dictionary<string, string> outputs = RunExecutor.Outputs(steps);
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Step step in plan.Steps.Where(s => s.Map is null))
            foreach ((string port, PortType type) in step.Out)
                if (type == PortType.Metrics && outputs.TryGetValue($"{step.Name}.{port}", out string? digest))
                    foreach ((string name, double value) in MetricsFile.Read(await artifacts.ReadTextAsync(digest, cancellation))) metrics[name] = value;
        Step? judge = plan.Steps.LastOrDefault(s => s.Use == "evaluate");
        string? evaluated = judge?.In.GetValueOrDefault("test") is { IsData: false } test ? outputs.GetValueOrDefault(test.ToString()) : null;
        return new RunResult(outputs, metrics, ModelOf(plan, outputs), evaluated, ParamsOf(run, plan, steps), steps.Sum(s => s.CpuS), steps.Max(s => (long?)s.PeakMemory) ?? 0) { EvaluatedSource = SourceOf(plan, judge), Cost = PipelineStep.CostOf(steps) };
    }

    private static string? SourceOf(RunPlan plan, Step? judge)
        => judge?.In.GetValueOrDefault("test") is { IsData: true } source && plan.Steps.SelectMany(s => s.In.Where(i => i.Value.IsData && i.Value.Owner == source.Owner), (s, i) => s.Use == "evaluate" && i.Key == "test").All(test => test) ? source.Owner : null;

    /// <summary>The registered model's name: that of the endpoint that serves this port, else of the step.</summary>
    public static string ModelName(ProjectFile file, PortRef port)
        => file.Endpoints.Values.FirstOrDefault(e => e.Model == port)?.Name ?? port.Owner;

    private static PortRef? ModelOf(RunPlan plan, Dictionary<string, string> outputs)
        => plan.Steps.Reverse().Where(s => s.Map is null).SelectMany(s => s.Out.Where(o => o.Value == PortType.Model).Select(o => new PortRef(s.Name, o.Key, false))).FirstOrDefault(p => outputs.ContainsKey(p.ToString()));

    private static JsonObject ParamsOf(PipelineRun run, RunPlan plan, IReadOnlyList<PipelineStep> steps)
    {
        var all = new JsonObject();
        JsonObject overrides = JsonNode.Parse(run.Params)!.AsObject();
        foreach (Step step in plan.Steps)
            foreach ((string name, JsonNode? value) in plan.ParamsOf(step, overrides)) all[$"{step.Name}.{name}"] = value?.DeepClone();
        // Of a sweep, those of its best trial.
        foreach (PipelineStep swept in steps.Where(s => s.Changes is not null))
            foreach ((string name, JsonNode? value) in JsonNode.Parse(swept.Changes!)!.AsObject()) all[$"{swept.Step}.{name}"] = value?.DeepClone();
        return all;
    }
}
