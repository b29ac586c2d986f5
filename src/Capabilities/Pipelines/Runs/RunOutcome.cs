using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Data;
using Cairn.Contracts.Packages;
using Cairn.Onnx;
using Cairn.Pipelines.Maps;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Registry;
using Cairn.Tracking;

namespace Cairn.Pipelines.Runs;

/// <summary>Makes the result of a run visible to the other rooms: a registered version, and a run in Tracking. Both may be done again after a crash.</summary>
internal sealed class RunOutcome(ILedger ledger, IArtifactStore artifacts, IModels models, ITracking tracking, MadeByRuns made)
{
    public ILedger Ledger => ledger;

    public IArtifactStore Artifacts => artifacts;

    /// <summary>Step -> digest of the registered model that it names by version or by endpoint.</summary>
    /// <exception cref="ApiException">There is no such version, or the endpoint serves none.</exception>
    public async Task<Dictionary<string, string>> PinAsync(PipelineRun run, RunPlan plan, CancellationToken cancellation)
    {
        var pinned = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Step step in plan.Steps.Where(s => s.Use == "predict" && !s.In.ContainsKey("model"))) pinned[step.Name] = (await NamedAsync(run, plan, step, cancellation)).Digest;
        return pinned;
    }

    private async Task<ModelVersionView> NamedAsync(PipelineRun run, RunPlan plan, Step step, CancellationToken cancellation)
    {
        if (step.With.TryGetValue("version", out JsonElement version))
        {
            string[] words = version.ToString().Split('/');
            return words.Length == 2 && int.TryParse(words[1], out int number) && await models.FindAsync(run.Project, words[0], number, cancellation) is { } named ? named
                : throw ApiException.Invalid($"steps.{step.Name}.with.version", $"There is no model version '{version}'.", "Write it as <model>/<number>; cairn models list shows them.");
        }
        string endpoint = step.With["endpoint"].ToString(), environment = step.With.TryGetValue("environment", out JsonElement e) ? e.ToString() : ProductionOf(plan.File);
        if (!plan.File.Endpoints.ContainsKey(endpoint)) throw ApiException.Invalid($"steps.{step.Name}.with.endpoint", $"There is no endpoint '{endpoint}'.");
        string? stable = (await models.ListAsync(run.Project, endpoint, cancellation)).FirstOrDefault(v => v.Aliases.Contains(environment))?.Id;
        return stable is not null && await models.FindAsync(stable, cancellation) is { } found ? found
            : throw ApiException.Invalid($"steps.{step.Name}.with.endpoint", $"'{endpoint}' serves nothing in {environment} yet.");
    }

    private static string ProductionOf(ProjectFile file) => file.Environments.Values.FirstOrDefault(e => e.Role == EnvironmentRole.Production)?.Name ?? "production";

    /// <summary>Registers the model of the run; the id of the version, or null when it made none.</summary>
    /// <param name="recipe">Of the model at a port.</param>
    public async Task<string?> RegisterAsync(PipelineRun run, RunPlan plan, RunResult result, Func<PortRef, Task<string>> recipe, CancellationToken cancellation)
    {
        if (result.Model is not { } port) return null;
        string digest = result.Outputs[port.ToString()], path = await artifacts.PathAsync(digest, cancellation);
        var draft = new RegisterVersion(run.Project, RunResult.ModelName(plan.File, port), digest, new FileInfo(path).Length)
        {
            RunId = run.Id,
            TrackingRunId = TrackingId(run),
            Recipe = await recipe(port),
            PipelineId = run.Pipeline,
            Commit = run.CommitId,
            Format = PackageFile.Is(path) ? "zip" : "onnx",
            SignatureJson = Signature(path),
            Metrics = result.Metrics,
        };
        ModelVersionView version = await models.RegisterAsync(draft, ActorOf(run), [run.StartedEvent!], cancellation);
        return version.Id;
    }

    /// <summary>The tables that 'predict' made become dataset versions, by the name of the step unless it says another; of a mapped one each item is a partition.</summary>
    public async Task RegisterTablesAsync(PipelineRun run, RunPlan plan, RunResult result, CancellationToken cancellation)
    {
        foreach (Step step in plan.Steps.Where(s => s.Use == "predict"))
        {
            if (!result.Outputs.TryGetValue($"{step.Name}.{step.Out.Keys.Single()}", out string? digest)) continue;
            IReadOnlyDictionary<string, string> tables = step.Map is null ? new Dictionary<string, string> { [""] = digest } : (await Gathered.ReadAsync(artifacts, digest, cancellation)).Items;
            foreach ((string partition, string table) in tables)
                await made.Datasets.RegisterAsync(new MadeTable(run.Project, step.DatasetName, table, run.Id, run.StartedEvent!, ActorOf(run)) { Partition = partition }, cancellation);
        }
    }

    /// <summary>What the run made of features is from now on what serving looks up.</summary>
    public async Task PublishFeaturesAsync(PipelineRun run, RunPlan plan, RunResult result, CancellationToken cancellation)
    {
        foreach (Step step in plan.Steps.Where(s => s.Use == FeatureView.StepKind))
            if (result.Outputs.TryGetValue($"{step.Name}.{FeatureView.Keyed}", out string? keyed) && result.Outputs.TryGetValue($"{step.Name}.{FeatureView.Table}", out string? table))
                await made.Features.PublishAsync(new MadeFeature(run.Project, step.Name, keyed, table, run.Id, run.StartedEvent!, ActorOf(run)), cancellation);
    }

    /// <summary>Versions that runs registered from the bytes this run ends with, newest first.</summary>
    public async Task<IReadOnlyList<ModelVersionView>> SameAsync(PipelineRun run, RunPlan plan, RunResult result, CancellationToken cancellation) => result.Model is not { } port
        ? []
        : [.. (await models.ListAsync(run.Project, RunResult.ModelName(plan.File, port), cancellation)).Where(v => v.RunId is not null && v.Digest == result.Outputs[port.ToString()])];

    public async Task TrackAsync(PipelineRun run, RunResult result, string state, CancellationToken cancellation)
    {
        string id = TrackingId(run);
        RunTag[] tags = [new("mlflow.source.git.commit", run.CommitId), new("cairn.run", run.Id), new("cairn.trigger", run.TriggerKind)];
        await tracking.StartAsync(new StartRun(run.Project, run.Project, $"{run.Project} #{run.Number}", id, Managed: true, tags), ActorOf(run), [run.StartedEvent!], cancellation);
        RunParam[] parameters = [.. result.Params.Select(p => new RunParam(p.Key, p.Value?.ToString() ?? ""))];
        RunMetric[] metrics = [.. result.Metrics.Select(m => new RunMetric(m.Key, m.Value, run.CreatedAt, 0))];
        await tracking.LogAsync(id, parameters, metrics, [], cancellation);
        if (Inputs(run, result) is { Length: > 0 } inputs) await tracking.LogInputsAsync(id, inputs, cancellation);
        await tracking.EndAsync(id, state switch { RunState.Succeeded => "FINISHED", RunState.Cancelled => "KILLED", _ => "FAILED" }, cancellation);
    }

    /// <summary>MLflow's 32 hex digits, the same for a run however often it is tracked.</summary>
    internal static string TrackingId(PipelineRun run) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run.Id)))[..32];

    private static RunInput[] Inputs(PipelineRun run, RunResult result)
    {
        RunInput[] sources = run.Inputs is null ? [] : [.. JsonSerializer.Deserialize<Dictionary<string, string[]>>(run.Inputs)!.Select(i => Input(i.Key, i.Value, i.Key == result.EvaluatedSource ? "evaluation" : "training"))];
        return result.EvaluatedOn is { } table ? [.. sources, new RunInput("evaluation", Digest.Hex(table)[..36], "cairn", JsonSerializer.Serialize(new { table }), "evaluation")] : sources;
    }

    private static RunInput Input(string source, string[] versions, string context)
        => new(source, Digest.Of(string.Join('\n', versions))[7..43], "cairn", JsonSerializer.Serialize(new { source, versions = versions.Length }), context);

    private static string Signature(string path)
    {
        if (PackageFile.Is(path)) return PackageSignature.Of(PackageFile.Read(path));
        OnnxFileInfo info = OnnxFile.Check(path);
        return new JsonObject { ["inputs"] = Ports(info.Inputs), ["outputs"] = Ports(info.Outputs) }.ToJsonString();
    }

    private static JsonArray Ports(IReadOnlyList<OnnxFilePort> ports) => new([.. ports.Select(p => (JsonNode)new JsonObject
    {
        ["name"] = p.Name,
        ["type"] = p.Type.ToString().ToLowerInvariant(),
        ["shape"] = p.Shape is null ? null : new JsonArray([.. p.Shape.Select(d => (JsonNode)d)]),
    })]);

    private static Actor ActorOf(PipelineRun run) => JsonSerializer.Deserialize<Actor>(run.Actor, LedgerJson.Options)!;
}

/// <summary>Where tables and features go that runs make.</summary>
internal sealed record MadeByRuns(IMadeDatasets Datasets, IFeatures Features);
