using System.Text.Json;
using System.Text.Json.Nodes;
using Cairn.Compute;
using Cairn.Contracts;
using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;

namespace Cairn.Registry.Evaluations;

/// <inheritdoc cref="IEvaluations"/>
internal sealed class EvaluationService(IDatabase database, EvaluationStore store, ICompute compute, IArtifactStore artifacts, RealTime real) : IEvaluations
{
    // Raised when the numbers of the step change their meaning.
    private const int StepVersion = 1;

    public async Task<Evaluation> EvaluateAsync(string project, ModelVersionView version, string tableDigest, EvaluateOptions options, CancellationToken cancellation)
    {
        if (version.Format != "onnx") throw new EvaluationException($"A model of the format '{version.Format}' cannot be evaluated here; only ONNX can.");
        var parameters = new JsonObject { ["label"] = options.Label, ["slices"] = new JsonArray([.. options.Slices.Select(c => (JsonNode)c)]), ["latency"] = true };
        string text = parameters.ToJsonString(), key = Digest.Of($"evaluate {StepVersion}\n{version.Digest}\n{tableDigest}\n{text}");
        string? kept = await database.ReadAsync(s => store.Find(s, key), cancellation);
        if (kept is null)
        {
            string made = await RunAsync(project, version.Digest, tableDigest, (key, parameters), cancellation);
            var row = new EvaluationRow { Project = project, ModelDigest = version.Digest, DataDigest = tableDigest, Options = text, Result = made, CreatedAt = real.Now.ToUnixTimeMilliseconds() };
            kept = await database.WriteAsync(s =>
            {
                store.Insert(s, key, row);
                return store.Find(s, key)!;
            }, cancellation: cancellation);
        }
        EvaluationReport report = JsonSerializer.Deserialize<EvaluationReport>(kept, ApiJson.Options)!;
        return new Evaluation(version.Digest, tableDigest, report.Task, report.Metrics, report.Slices, report.Calibration);
    }

    public async Task<ScoreHistogram?> ScoresAsync(string project, string modelDigest, CancellationToken cancellation)
    {
        if (await database.ReadAsync(s => store.First(s, project, modelDigest), cancellation) is not { } kept) return null;
        EvaluationReport report = JsonSerializer.Deserialize<EvaluationReport>(kept, ApiJson.Options)!;
        // Of classes the highest is told, which is not what the log keeps as the score.
        return report.Task == "multiclass" ? null : report.Histogram;
    }

    private async Task<string> RunAsync(string project, string model, string table, (string Key, JsonObject Parameters) what, CancellationToken cancellation)
    {
        // One attempt, one key: after a crash the lost task's key is used up.
        string task = $"evaluate-{Digest.Hex(what.Key)[..16]}-{Ulid.New(real.Now)}";
        ComputeResult result = await compute.RunAsync(new ComputeTask(task, project, compute.BuiltIn(EvaluateStep.Name))
        {
            Inputs = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["model"] = await artifacts.PathAsync(model, cancellation),
                ["test"] = await artifacts.PathAsync(table, cancellation),
            },
            Outputs = ["metrics", "report"],
            Parameters = what.Parameters,
        }, cancellation);
        cancellation.ThrowIfCancellationRequested();
        if (!result.Succeeded) throw new EvaluationException(result.Reason ?? $"The evaluation ended as {result.Outcome}.");
        string report = await File.ReadAllTextAsync(result.OutputPaths["report"], cancellation);
        await compute.ReleaseAsync(task);
        return report;
    }
}
