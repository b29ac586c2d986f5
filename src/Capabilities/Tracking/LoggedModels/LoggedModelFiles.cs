using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Tracking.Artifacts;

namespace Cairn.Tracking.LoggedModels;

/// <summary>Logged models as what files belong to. A model is of the project that its experiment is of.</summary>
internal sealed class LoggedModelFiles(IDatabase database, TrackingStores stores) : IFileOwners
{
    public const string Name = "logged-model";

    public string Kind => Name;

    public Task<FileOwner> FindAsync(string project, string id, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        if (stores.Models.Find(s, id) is not { } model || stores.Experiments.Find(s, model.Experiment) is not { } experiment || experiment.Project != project) throw ApiException.NotFound("logged model", id);
        return new FileOwner(project, Kind, model.Id, model.Name, LoggedModelWords.Href(project, model.Id), model.ArtifactUri)
        {
            Above = [new Crumb(experiment.Name, $"/p/{project}/experiments/{Uri.EscapeDataString(experiment.Name)}")],
        };
    }, cancellation);
}
