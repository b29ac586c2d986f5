using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Endpoints;
using Cairn.Platform.Http;
using Cairn.Platform.Ledger;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Delivery;

/// <summary>Goes back from one answer to the files its model was made of. What lies beyond the rooms on the left is read from the ledger.</summary>
internal sealed class Tracer(IPredictionLog log, IEndpoints endpoints, IModels models, ILedger ledger, TraceParts parts)
{
    /// <exception cref="ApiException">404: no such prediction.</exception>
    public async Task<TraceAnswer> TraceAsync(string predictionId, Func<string, bool> sees, CancellationToken cancellation)
    {
        LoggedPrediction prediction = await log.FindAsync(predictionId, cancellation) ?? throw Unknown(predictionId);
        EndpointView endpoint = await endpoints.ByRouteAsync(prediction.Route, cancellation) ?? throw Unknown(predictionId);
        if (!sees(endpoint.Project)) throw Unknown(predictionId);
        ModelVersionView? version = await models.FindAsync(prediction.VersionId, cancellation);
        long at = prediction.At.ToUnixTimeMilliseconds();
        Release? release = await parts.Database.ReadAsync(s => parts.Releases.OfVersion(s, endpoint.Project, endpoint.Environment, prediction.VersionId, at), cancellation);
        LedgerEvent? run = version?.RunId is { } id ? await EventAsync("run.finished", id, cancellation) : null;
        return new TraceAnswer(
            new TracedPrediction(prediction.PredictionId, endpoint.Project, endpoint.Route, endpoint.Environment, prediction.Variant, prediction.At, prediction.Score, prediction.Key),
            release is null ? null : new TracedRelease(release.Id, release.State, release.TriggerKind, release.StartedEvent),
            version is null ? null : new TracedVersion(version.Id, version.Model, version.Number, version.Digest, version.Recipe, version.RegisteredAt, version.EventId),
            run is null ? null : new TracedRun(run.Subject.Id, (string?)run.Data["commit"] ?? version?.Commit, (string?)run.Data["pipeline"], (string?)run.Data["env"], (string?)run.Data["trigger"], run.At, run.Id),
            await InputsAsync(run, cancellation));
    }

    private async Task<IReadOnlyList<TracedDataset>> InputsAsync(LedgerEvent? run, CancellationToken cancellation)
    {
        var inputs = new List<TracedDataset>();
        if (run?.Data["inputs"] is not JsonObject sources) return inputs;
        foreach ((string source, JsonNode? ids) in sources)
            foreach (string id in ids is JsonArray many ? many.Select(i => (string)i!) : [(string)ids!])
                inputs.Add(await DatasetAsync(source, id, cancellation));
        return inputs;
    }

    private async Task<TracedDataset> DatasetAsync(string source, string id, CancellationToken cancellation)
    {
        LedgerEvent? registered = await EventAsync("version.registered", id, cancellation);
        LedgerEvent? ingest = (string?)registered?.Data["run"] is { } run ? await EventAsync("run.finished", run, cancellation) : null;
        string? file = (string?)ingest?.Data["source"] ?? (string?)registered?.Data["source"];
        string? digest = registered?.Digests.GetValueOrDefault("source") ?? ingest?.Digests.GetValueOrDefault("source");
        return new TracedDataset(source, id, (string?)registered?.Data["partition"], registered?.Subject.Digest ?? (string?)registered?.Data["digest"], (long?)registered?.Data["rows"], file, digest, registered?.Id);
    }

    private async Task<LedgerEvent?> EventAsync(string type, string subject, CancellationToken cancellation)
        => (await ledger.ReadBackAsync(null, 1, new EventFilter { Type = type, SubjectId = subject }, cancellation)).Select(e => e.Event).FirstOrDefault();

    private static ApiException Unknown(string id) => ApiException.NotFound("prediction", id, "The id is '<request>.<row>', as the answer carried it.");
}

/// <summary>What the tracer reads of its own room.</summary>
internal sealed record TraceParts(IDatabase Database, ReleaseStore Releases);
