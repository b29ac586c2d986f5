using Microsoft.AspNetCore.WebUtilities;

namespace Cairn.Tracking;

/// <summary>A view of the table of runs that a project keeps under a name, for everybody.</summary>
/// <param name="Experiment">The only experiment it is of; null for all.</param>
/// <param name="Columns">As the page's address says them: <c>metrics.auc,params.depth</c>; null for those that the page chooses.</param>
/// <param name="Filter">In MLflow's grammar.</param>
/// <param name="Sort">A column, with <c>-</c> before it for the greatest first.</param>
public sealed record SavedView(string Name, string? Experiment, string? Columns, string? Filter, string? Sort, string By, DateTimeOffset SavedAt)
{
    /// <summary>The page that shows it.</summary>
    internal string Href(string project)
    {
        string path = $"/p/{project}/experiments{(Experiment is null ? "" : "/" + Uri.EscapeDataString(Experiment))}";
        KeyValuePair<string, string?>[] said = [new("q", Filter), new("sort", Sort), new("cols", Columns)];
        return QueryHelpers.AddQueryString(path, said.Where(p => p.Value is not null));
    }
}
