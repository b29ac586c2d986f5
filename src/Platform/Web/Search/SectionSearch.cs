namespace Cairn.Platform.Web;

/// <summary>The sections themselves, by the beginning of their names.</summary>
internal sealed class SectionSearch : ISearchSource
{
    public ValueTask<IReadOnlyList<SearchHit>> FindAsync(string? project, string text, CancellationToken stop) => ValueTask.FromResult<IReadOnlyList<SearchHit>>(
    [
        .. SectionLink.All.Where(s => (project is not null || !s.NeedsProject) && s.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase))
            .Select(s => new SearchHit(s.Name, "page", s.Icon, s.Href(project))),
    ]);
}
