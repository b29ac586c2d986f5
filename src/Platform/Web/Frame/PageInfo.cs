namespace Cairn.Platform.Web;

/// <summary>What the frame must know of a page: its title, section, project, and the crumbs after project and section (the last one is the page itself).</summary>
/// <param name="Title">What the page shows; the window title becomes "title · project · Cairn".</param>
/// <param name="Crumbs">Steps below the section; null: the section is the last crumb.</param>
public sealed record PageInfo(string Title, Section Section = Section.None, string? Project = null, IReadOnlyList<Crumb>? Crumbs = null)
{
    internal string WindowTitle => string.Join(" · ", new[] { Title, Project == Title ? null : Project, "Cairn" }.Where(t => !string.IsNullOrEmpty(t)));
}
