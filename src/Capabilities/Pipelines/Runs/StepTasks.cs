using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts.Projects;
using Cairn.Pipelines.Maps;
using Cairn.Pipelines.Reproductions;
using Cairn.Platform.Artifacts;
using Cairn.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>Turns a step into a task of Compute and its results into artifacts.</summary>
internal sealed class StepTasks(ICompute compute, IArtifactStore artifacts, ISecrets secrets, FormerEnvironments formers)
{
    /// <param name="begun">The record that it begins; nothing is started before.</param>
    public async Task<ComputeResult> ExecuteAsync(StepWork work, PipelineStep state, Task begun, CancellationToken cancellation)
    {
        Step step = work.Step;
        IReadOnlyDictionary<string, string> opened = await SecretsAsync(work, cancellation);
        FormerEnvironment? former = await formers.OfAsync(work.Run, state.Step, cancellation);
        var task = new ComputeTask(state.Task!, work.Run.Project, step.Use is { } kind ? compute.BuiltIn(kind) : ["/bin/sh", "-c", step.Run!])
        {
            SourceDirectory = work.Plan.Checkout,
            Inputs = await work.Inputs.LayOutAsync(),
            Outputs = [.. step.Out.Keys],
            Parameters = Options(work),
            Environment = Variables(work, opened),
            Secrets = [.. opened.Values],
            Interpreters = work.Plan.Tools.InterpretersOf(step),
            Lock = work.Plan.LockFor(step),
            System = SystemOf(work, former),
            AllowDrift = work.Run.AllowDrift,
            Target = step.Compute ?? "local",
            Priority = work.Run.Priority ?? step.Priority ?? Priority.Normal,
            Seed = step.Seed ?? 0,
            Timeout = step.Timeout ?? step.Resources.Time,
            Memory = step.Resources.Memory?.Bytes,
            Disk = step.Resources.Disk?.Bytes,
            Cores = step.Resources.Cpu,
            CpuShare = step.Resources.Cpu ?? 1,
            Gpus = step.Resources.Gpu,
            Wishes = Wishes(work, former),
            StartsAfter = begun,
            RecordedByCaller = true,
        };
        ComputeResult result = await compute.RunAsync(task, cancellation);
        // What a step says of its failure goes on record, so it is masked like its log.
        return result.Reason is null || opened.Count == 0 ? result : result with { Reason = opened.Values.Aggregate(result.Reason, (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal)) };
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
        await using Stream packed = DirectoryPack.Read(path);
        return (await artifacts.PutAsync(packed)).Digest;
    }

    public async Task<string> StoreTextAsync(string text)
    {
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return (await artifacts.PutAsync(content)).Digest;
    }

    public Task ReleaseAsync(string key) => compute.ReleaseAsync(key);

    private async Task<IReadOnlyDictionary<string, string>> SecretsAsync(StepWork work, CancellationToken cancellation)
    {
        if (work.Step.Secrets.Count == 0) return new Dictionary<string, string>();
        IReadOnlyDictionary<string, string> opened;
        try
        {
            opened = await secrets.OpenAsync(work.Run.Project, [.. work.Step.Secrets], cancellation);
        }
        catch (InvalidOperationException e)
        {
            // The server's key or what it is given is wrong: to run the step again would mend nothing.
            throw new StepFaultException(e.Message);
        }
        return work.Step.Secrets.FirstOrDefault(n => !opened.ContainsKey(n)) is { } missing
            ? throw new StepFaultException($"The secret '{missing}' is not set. Set it: cairn secrets set {missing}") : opened;
    }

    // Where the project says which packages of the system matter, others do not.
    private static IReadOnlyList<SystemLock> SystemOf(StepWork work, FormerEnvironment? former)
        => work.Plan.SystemLockOf(work.Step) is { } declared ? [declared]
            : Reproducer.HoldsSystem(work.Run) && former?.SystemPackages is { } packages ? [new SystemLock("the packages that the system had when this was done first", packages, IsWhole: true)] : [];

    // A name may stand for another image since.
    private static IReadOnlyDictionary<string, string> Wishes(StepWork work, FormerEnvironment? former)
    {
        IReadOnlyDictionary<string, string> asked = work.Plan.Wishes(work.Step);
        return former?.Image is not { } image || work.Plan.ImageOf(work.Step) is null ? asked : new Dictionary<string, string>(asked, StringComparer.Ordinal) { [ComputeTask.ImageWish] = image };
    }

    private static Dictionary<string, string> Variables(StepWork work, IReadOnlyDictionary<string, string> secrets)
    {
        var all = new Dictionary<string, string>(work.Step.Vars, StringComparer.Ordinal);
        foreach ((string name, string value) in secrets) all[name] = value;
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
