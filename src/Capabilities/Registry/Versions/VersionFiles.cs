using Cairn.Platform.Artifacts;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Registry.Mlflow;
using Cairn.Tracking;
using Cairn.Tracking.Artifacts;

namespace Cairn.Registry.Versions;

/// <summary>Versions as what files belong to: those of a client have what lies at their source, any other is one file, if its content was brought here at all.</summary>
internal sealed class VersionFiles(IDatabase database, RegistryStores stores, VersionSources sources, IArtifactStore artifacts) : IFileOwners
{
    public const string Name = "version";

    public string Kind => Name;

    public async Task<FileOwner> FindAsync(string project, string id, CancellationToken cancellation)
    {
        VersionRow? version = await database.ReadAsync(s => stores.Versions.Find(s, id), cancellation);
        if (version is null || version.Project != project) throw ApiException.NotFound("version", id);
        string model = $"/p/{project}/models/{Uri.EscapeDataString(version.Name)}";
        return new FileOwner(project, Kind, version.Id, $"{version.Name} v{version.Number}", $"{model}/{version.Number}", await LocationAsync(version.Source, cancellation))
        {
            Only = version.Source is null && await artifacts.ExistsAsync(version.Digest, cancellation) ? new TrackedFile($"model.{version.Format}", version.Digest, version.Size) : null,
            Section = Section.Models,
            Above = [new Crumb(version.Name, model)],
        };
    }

    // What it came from may be gone by now, and a prompt comes from nowhere.
    private async Task<string?> LocationAsync(string? source, CancellationToken cancellation)
    {
        try
        {
            return source is null ? null : await sources.LocationAsync(source, cancellation);
        }
        catch (MlflowException)
        {
            return null;
        }
    }
}
