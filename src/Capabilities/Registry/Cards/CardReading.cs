using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry.Versions;

namespace Cairn.Registry.Cards;

/// <summary>Makes cards from the records.</summary>
internal sealed class CardReading(IDatabase database, RegistryStores stores, CardStore cards, VersionEndpoints versions, IEnumerable<IVersionStory> stories, IProjects projects, IRoles roles)
{
    /// <param name="version">Number, id or alias.</param>
    public async Task<ModelCard> ReadAsync(string project, string model, string version, CancellationToken cancellation)
    {
        ProjectView about = await projects.RequireAsync(project, cancellation);
        string id = await database.ReadAsync(s => Existing(s, project, model, version).Id, cancellation);
        VersionLineage lineage = await versions.LineageAsync(project, model, id, cancellation);
        return await database.ReadAsync(s => Card(s, about, lineage), cancellation);
    }

    /// <summary>The version that a number, an id or an alias names.</summary>
    public VersionRow Existing(SqlSession s, string project, string model, string version)
    {
        string? aliased = stores.Models.Find(s, project, model) is { } row ? stores.Models.Aliases(s, [row.Num]).FirstOrDefault(a => a.Alias == version)?.Version : null;
        return VersionEndpoints.Existing(s, stores, project, model, aliased ?? version);
    }

    /// <summary>All that was written for a version and those before it, newest first; what holds comes first within its part.</summary>
    public Task<IReadOnlyList<CardText>> HistoryAsync(string project, string model, string version, CardPart part, CancellationToken cancellation) => database.ReadAsync<IReadOnlyList<CardText>>(s =>
    {
        VersionRow row = Existing(s, project, model, version);
        return [.. cards.UpTo(s, row.Model, row.Number).Where(t => t.Part == part.Name).Select(t => t.View())];
    }, cancellation);

    private ModelCard Card(SqlSession s, ProjectView project, VersionLineage lineage)
    {
        ModelVersionView version = lineage.Version;
        KeptEvaluation? newest = lineage.Evaluations.Count > 0 ? lineage.Evaluations[0] : null;
        VersionRow row = stores.Versions.Find(s, version.Id)!;
        CardText[] written = [.. cards.UpTo(s, row.Model, row.Number).GroupBy(t => t.Part).Select(g => g.First().View()).Where(t => t.Text.Length > 0)];
        return new ModelCard
        {
            Version = version,
            Owner = roles.OwnerOf(s, project.Name),
            Purpose = project.File.Project.Purpose,
            Data = lineage.Run?.Inputs ?? [],
            Params = lineage.Run?.Params ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Metrics = newest?.Result.Metrics ?? version.Metrics,
            Evaluation = newest,
            Gates = [.. stories.SelectMany(t => t.GatesOf(s, version.Id))],
            Places = [.. stories.SelectMany(t => t.PlacesOf(s, version.Project, version.Id))],
            Lineage = new CardLineage(version.Origin, version.RunId, version.TrackingRunId, version.PipelineId, version.Commit, version.Recipe, lineage.SameContent, version.EventId),
            Written = [.. CardPart.All.SelectMany(p => written.Where(t => t.Part == p.Name))],
            Unwritten = [.. CardPart.All.Where(p => written.All(t => t.Part != p.Name)).Select(p => p.Name)],
        };
    }
}
