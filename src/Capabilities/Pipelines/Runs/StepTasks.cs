using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Runs;

/// <summary>Turns a step into a task of Compute and its results into artifacts.</summary>
internal sealed class StepTasks(ICompute compute, IArtifactStore artifacts)
{
    public async Task<ComputeResult> ExecuteAsync(StepWork work, PipelineStep state, CancellationToken cancellation)
    {
        Step step = work.Step;
        var task = new ComputeTask(state.Task!, work.Run.Project, step.Use is { } kind ? compute.BuiltIn(kind) : ["/bin/sh", "-c", step.Run!])
        {
            SourceDirectory = work.Plan.Checkout,
            Inputs = work.Inputs.Paths,
            Outputs = [.. step.Out.Keys],
            Parameters = Options(work),
            Environment = Variables(work),
            Target = step.Compute ?? "local",
            Seed = step.Seed ?? 0,
            Timeout = step.Timeout,
            Memory = step.Resources.Memory?.Bytes,
            CpuShare = step.Resources.Cpu,
        };
        return await compute.RunAsync(task, cancellation);
    }

    /// <summary>Why the step's condition does not hold, or null when it does.</summary>
    public async Task<string?> IsRefusedAsync(Step step, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (string name in step.If!.Metrics)
        {
            string[] parts = name.Split('.', 3);
            if (parts.Length == 3 && published.TryGetValue($"{parts[0]}.{parts[1]}", out string? digest)
                && MetricsFile.Read(await artifacts.ReadTextAsync(digest, cancellation)).TryGetValue(parts[2], out double value)) known[name] = value;
        }
        ConditionResult result = step.If.Evaluate(name => known.TryGetValue(name, out double v) ? v : null);
        return result.Verdict switch
        {
            Verdict.Pass => null,
            Verdict.Hold => $"'{step.If}' cannot be told: there is no {string.Join(", ", result.Missing)}.",
            _ => $"'{step.If}' does not hold ({result.Left} against {result.Right}).",
        };
    }

    public async Task<string> StoreAsync(string path)
    {
        if (!Directory.Exists(path)) return (await artifacts.PutFileAsync(path)).Digest;
        using var packed = new MemoryStream();
        DirectoryPack.Write(path, packed);
        packed.Position = 0;
        return (await artifacts.PutAsync(packed)).Digest;
    }

    public Task ReleaseAsync(string key) => compute.ReleaseAsync(key);

    private static Dictionary<string, string> Variables(StepWork work)
    {
        var all = new Dictionary<string, string>(work.Step.Vars, StringComparer.Ordinal);
        if (work.Item is { } item) all["CAIRN_ITEM"] = item;
        if (work.Run.Sample < 1) all["CAIRN_SAMPLE"] = work.Run.Sample.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return all;
    }

    // In the order of names, as in the identity: the order in the file must not reach the command.
    private static JsonObject Options(StepWork work)
    {
        var all = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach ((string name, JsonElement value) in work.Step.With) all[name] = JsonNode.Parse(value.GetRawText());
        foreach ((string name, JsonNode? value) in work.Parameters) all[name] = value?.DeepClone();
        if (work.Item is { } item) all["item"] = item;
        if (work.Run.Sample < 1) all["sample"] = work.Run.Sample;
        if (work.Run.Sample < 1 && work.Step.Use is not null) all["sampled"] = Sampling.Of(work.Plan.File, work.Step);
        return new JsonObject(all);
    }
}
