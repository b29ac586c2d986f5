using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Tracking.Artifacts;

namespace Cairn.Tracking.Runs;

/// <summary>Runs as what files belong to, by id or name.</summary>
internal sealed class RunFiles(IDatabase database, RunListStore runs, RunViews views) : IFileOwners
{
    public const string Name = "run";

    public string Kind => Name;

    public async Task<FileOwner> FindAsync(string project, string id, CancellationToken cancellation)
    {
        (RunRow row, RunView run) = await database.ReadAsync(s => runs.Find(s, project, id) is { } found ? (found, views.Of(s, [found], RunFields.None)[0]) : throw ApiException.NotFound("run", id), cancellation);
        return new FileOwner(project, Kind, run.Id, run.Name, RunWords.Href(project, run), row.ArtifactUri)
        {
            Above = [new Crumb(run.Experiment, $"/p/{project}/experiments/{Uri.EscapeDataString(run.Experiment)}")],
            Files = RunWords.Href(project, run) + "/artifacts",
        };
    }
}
