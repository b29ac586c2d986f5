namespace Cairn.Platform.Web;

/// <summary>One line of the side bar. <c>Path</c> is relative to the project, or absolute where the section belongs to the workspace.</summary>
internal sealed record SectionLink(Section Section, string Name, string Icon, string Path, string? Group = null)
{
    public static readonly IReadOnlyList<SectionLink> All =
    [
        new(Section.Overview, "Overview", "timeline", ""),
        new(Section.Data, "Data", "database", "data", "Build"),
        new(Section.Pipelines, "Pipelines", "sitemap", "pipelines"),
        new(Section.Experiments, "Experiments", "flask", "experiments"),
        new(Section.Models, "Models", "cube", "models"),
        new(Section.Endpoints, "Endpoints", "broadcast", "endpoints", "Run"),
        new(Section.Monitors, "Monitors", "activity", "monitors"),
        new(Section.Incidents, "Incidents", "alert-triangle", "incidents"),
        new(Section.Triggers, "Triggers", "bolt", "triggers"),
        new(Section.Maturity, "Maturity", "stairs-up", "maturity", "Prove"),
        new(Section.Lineage, "Lineage", "route", "lineage"),
        new(Section.Ledger, "Ledger", "books", "ledger"),
        new(Section.Compute, "Compute", "server", "/compute", "Workspace"),
        new(Section.People, "People", "users", "/people"),
        new(Section.Settings, "Settings", "settings", "/settings"),
    ];

    public bool NeedsProject => !Path.StartsWith('/');

    public string Href(string? project) => !NeedsProject ? Path : project is null ? "/" : $"/p/{project}{(Path.Length > 0 ? "/" + Path : "")}";

    public static SectionLink? Find(Section section) => All.FirstOrDefault(s => s.Section == section);
}
