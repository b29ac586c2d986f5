using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Platform.Artifacts;

namespace Cairn.Pipelines.Runs;

/// <summary>Turns a step into a task of Compute and its results into artifacts.</summary>
internal sealed class StepTasks(ICompute compute, IArtifactStore artifacts, RunInputs sources)
{
    public async Task<StepInputs> InputsAsync(PipelineRun run, Step step, IReadOnlyDictionary<string, string> published, CancellationToken cancellation)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string port, PortRef from) in step.In)
        {
            if (from.IsData) (paths[port], digests[port]) = await sources.MaterialiseAsync(run, step, from.Owner, cancellation);
            else
            {
                digests[port] = published[$"{from.Owner}.{from.Port}"];
                paths[port] = await artifacts.PathAsync(digests[port], cancellation);
            }
        }
        return new StepInputs(paths, digests);
    }

    public async Task<ComputeResult> ExecuteAsync(
        PipelineRun run, RunPlan plan, Step step, PipelineStep state, StepInputs inputs, JsonObject parameters, CancellationToken cancellation)
    {
        var task = new ComputeTask(state.Task!, run.Project, step.Use is { } kind ? compute.BuiltIn(kind) : ["/bin/sh", "-c", step.Run!])
        {
            SourceDirectory = plan.Checkout,
            Inputs = inputs.Paths,
            Outputs = [.. step.Out.Keys],
            Parameters = Options(run, step, parameters),
            Environment = step.Vars,
            Target = step.Compute ?? "local",
            Seed = step.Seed ?? 0,
            Timeout = step.Timeout ?? step.Resources.Time,
            Memory = step.Resources.Memory?.Bytes,
            CpuShare = step.Resources.Cpu,
            Gpus = step.Resources.Gpu,
            Wishes = plan.Wishes(step),
        };
        try
        {
            return await compute.RunAsync(task, cancellation);
        }
        catch (ArgumentException e)
        {
            return new ComputeResult(ComputeOutcome.Failed, -1, 0, 0, TimeSpan.Zero, compute.LogPath(task.Key), new Dictionary<string, string>(), e.Message, task.Target);
        }
    }

    /// <summary>What an attempt of a dead server came to; null when it died with it.</summary>
    public async Task<ComputeResult?> ResumeAsync(PipelineStep state, CancellationToken cancellation) => state.Task is { } key ? await compute.ResumeAsync(key, cancellation) : null;

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
        return result.Verdict == Verdict.Pass ? null : $"'{step.If}' does not hold ({result.Left} against {result.Right}).";
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

    private static JsonObject Options(PipelineRun run, Step step, JsonObject parameters)
    {
        var all = new JsonObject();
        foreach ((string name, JsonElement value) in step.With) all[name] = JsonNode.Parse(value.GetRawText());
        foreach ((string name, JsonNode? value) in parameters) all[name] = value?.DeepClone();
        if (run.Sample < 1) all["sample"] = run.Sample;
        return all;
    }
}
