using System.Globalization;
using Cairn.Platform.Artifacts;
using Cairn.Registry.Versions;
using Cairn.Tracking;
using Cairn.Tracking.Artifacts;
using Microsoft.AspNetCore.Http;

namespace Cairn.Registry.Mlflow;

/// <summary>MLflow's call <c>/model-versions/get-artifact</c>: one file of a version.</summary>
internal sealed class MlflowVersionFiles(MlflowRegistry registry, VersionSources sources, IRuns runs, IArtifactStore artifacts)
{
    public void Map(MlflowRoutes routes) => routes.Whole("GET", "/model-versions/get-artifact", DownloadAsync);

    private async Task DownloadAsync(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        string name = Required(query, "name"), path = ArtifactPaths.Plain(Required(query, "path"));
        if (!long.TryParse(Required(query, "version"), NumberStyles.None, CultureInfo.InvariantCulture, out long number)) throw MlflowException.Invalid("Parameter 'version' must be an integer.");
        VersionRow version = await registry.ReadAsync(s => registry.Existing(s, name, number), context.RequestAborted);
        string location = await sources.LocationAsync(version.Source ?? "", context.RequestAborted);
        TrackedFile file = (await runs.FilesAsync(location, context.RequestAborted)).FirstOrDefault(f => f.Path == path) ?? throw MlflowException.Missing($"No such artifact: '{path}'");
        await ArtifactAnswer.SendAsync(context, path, file.Digest, await artifacts.OpenAsync(file.Digest, context.RequestAborted));
    }

    private static string Required(IQueryCollection query, string field) => query[field].ToString() is { Length: > 0 } value ? value : throw MlflowException.Required(field);
}
