using System.Globalization;
using System.Text.Json;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Registry.Evaluations;
using Cairn.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Versions;

/// <summary>The versions of a model, and where each comes from.</summary>
internal sealed class VersionEndpoints(IDatabase database, RegistryStores stores, ModelRegistry registry, EvaluationStore evaluations, VersionParts parts)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder versions = routes.MapGroup("/api/v1/projects/{project}/models/{model}/versions").WithTags("versions");
        versions.MapGet("", ListAsync);
        versions.MapGet("/{version}", FindAsync);
        versions.MapGet("/{version}/lineage", LineageAsync);
    }

    /// <summary>By number or id.</summary>
    /// <exception cref="ApiException">404.</exception>
    public static VersionRow Existing(SqlSession s, RegistryStores stores, string project, string model, string version)
    {
        VersionRow? row = long.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? stores.Versions.Find(s, project, model, number) : stores.Versions.Find(s, version);
        return row is not null && row.Project == project && row.Name == model ? row : throw ApiException.NotFound("version", version, $"See the versions of the model '{model}'.");
    }

    internal async Task<Page<ModelVersionView>> ListAsync(string project, string model, string? after, int? limit, CancellationToken cancellation)
    {
        await parts.Projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        long before = Cursor.Decode(after) is { } text ? long.TryParse(text, out long n) ? n : throw ApiException.Invalid("after", "'after' is not a cursor of this list.") : long.MaxValue;
        return await database.ReadAsync(s =>
        {
            if (stores.Models.Find(s, project, model) is null) throw ApiException.NotFound("model", model);
            Page<VersionRow> page = Page<VersionRow>.Of(stores.Versions.Page(s, project, model, before, count + 1), count, v => v.Number.ToString(CultureInfo.InvariantCulture));
            return new Page<ModelVersionView>(registry.Views(s, page.Items), page.Next);
        }, cancellation);
    }

    private async Task<ModelVersionView> FindAsync(string project, string model, string version, CancellationToken cancellation)
    {
        await parts.Projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => registry.Whole(s, Existing(s, stores, project, model, version)), cancellation);
    }

    internal async Task<VersionLineage> LineageAsync(string project, string model, string version, CancellationToken cancellation)
    {
        ModelVersionView view = await FindAsync(project, model, version, cancellation);
        RunView? run = view.TrackingRunId is null ? null : await parts.Runs.FindAsync(view.TrackingRunId, cancellation);
        return await database.ReadAsync(s => new VersionLineage(view, run, [.. stores.Versions.WithDigest(s, view.Digest).Where(v => v.Id != view.Id && v.Project == project).Select(v => v.Id)],
            [.. evaluations.OfModel(s, view.Digest).Where(e => e.Project == project).Select(e => Kept(e))]), cancellation);
    }

    private static KeptEvaluation Kept(EvaluationRow row)
    {
        EvaluationReport report = JsonSerializer.Deserialize<EvaluationReport>(row.Result, ApiJson.Options)!;
        return new KeptEvaluation(row.DataDigest, DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), new Evaluation(row.ModelDigest, row.DataDigest, report.Task, report.Metrics, report.Slices, report.Calibration));
    }
}
