using Cairn.Contracts.Projects;
using Cairn.Data.Datasets;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Data.Views;

/// <summary>Tells how views stand.</summary>
internal sealed class ViewDesk(IDatabase database, IProjects projects, VersionStore versions, TimeProvider clock)
{
    public async Task<IReadOnlyList<ViewStatus>> ListAsync(string project, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => (IReadOnlyList<ViewStatus>)[.. view.File.Data.Values.Select(d => Read(s, project, d)).OfType<ViewStatus>()], cancellation);
    }

    /// <summary>Null for a source that is gathered.</summary>
    public async Task<ViewStatus?> FindAsync(string project, DataSource source, CancellationToken cancellation) => await database.ReadAsync(s => Read(s, project, source), cancellation);

    /// <exception cref="ApiException">404: there is no such view.</exception>
    public async Task<ViewStatus> RequireAsync(string project, string name, CancellationToken cancellation)
    {
        IReadOnlyList<ViewStatus> all = await ListAsync(project, cancellation);
        return all.FirstOrDefault(v => v.Name == name) ?? throw ApiException.NotFound("view", name, all.Count == 0 ? "Declare it under 'data' with 'from: view:<source>'." : $"The project's views are {string.Join(", ", all.Select(v => v.Name))}.");
    }

    private ViewStatus? Read(SqlSession s, string project, DataSource source)
    {
        if (ViewDefinition.Read(source) is not { } view) return null;
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        Dictionary<string, VersionRow> shown = versions.OfSource(s, project, view.Of).ToDictionary(v => ViewSource.Uri(v.Source, v.Number), StringComparer.Ordinal);
        HashSet<string> newest = [.. versions.Known(s, project, view.Of, now).Select(v => v.Id)];
        List<ViewPart> parts = [];
        foreach (VersionRow row in versions.Known(s, project, source.Name, now).Where(v => view.Shows(v.Partition)))
            if (shown.GetValueOrDefault(row.SourceUri) is { } of)
                parts.Add(new ViewPart(row.Partition, row.Id, of.Id, row.Rows, row.Bytes, row.Digest == of.Digest, newest.Contains(of.Id)));
        return new ViewStatus(source.Name, view.Of, view.Partitions?.ToString(), view.Columns, view.Where, view.Digest, parts.Sum(p => p.Rows), parts.Sum(p => p.Bytes), parts.Where(p => !p.Shared).Sum(p => p.Bytes), parts);
    }
}
