using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Tracking.Artifacts;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.LoggedModels;

/// <summary>Reads what the page of a logged model shows.</summary>
internal sealed class LoggedModelReading(IDatabase database, TrackingStores stores, RunListStore runs, RunViews views, IOwnedFiles files)
{
    /// <exception cref="ApiException">404: the project has no such model.</exception>
    public async Task<LoggedModelPageModel> ReadAsync(string project, string id, CancellationToken cancellation)
    {
        OwnedFiles kept = await files.FirstAsync(project, LoggedModelFiles.Name, id, cancellation);
        return await database.ReadAsync(s => Model(s, project, stores.Models.Find(s, id) ?? throw ApiException.NotFound("logged model", id), kept), cancellation);
    }

    private LoggedModelPageModel Model(SqlSession s, string project, LoggedModelRow model, OwnedFiles kept)
    {
        ILookup<string, KeyValuePair<string, string>> values = stores.Models.Values(s, [model.Id]).ToLookup(v => v.Kind, v => KeyValuePair.Create(v.Key, v.Value), StringComparer.Ordinal);
        return new LoggedModelPageModel(
            new LoggedModelLine { Id = model.Id, Name = model.Name, ModelType = model.ModelType, Status = model.Status }, DateTimeOffset.FromUnixTimeMilliseconds(model.CreatedAt), Run(s, project, model.SourceRunId),
            [.. stores.Models.Metrics(s, [model.Id]).Select(m => new LoggedModelNumber(m.Key, m.Number, m.DatasetName.Length == 0 ? null : $"{m.DatasetName} {m.DatasetDigest}", m.Step))],
            [.. values[LoggedModelStore.Params]], [.. values[LoggedModelStore.Tags]], kept);
    }

    // A client says which run it was, so it may be another project's, or none.
    private NamedLink? Run(SqlSession s, string project, string? id)
    {
        if (id is null || runs.Find(s, project, id) is not { } row || row.Id != id) return null;
        RunView run = views.Of(s, [row], RunFields.None)[0];
        return new NamedLink(run.Name, RunWords.Href(project, run));
    }
}
