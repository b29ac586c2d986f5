using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Tracking.Experiments;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.SavedViews;

/// <summary>Keeps views of the table of runs. A view is never changed: who wants another one under its name deletes it first.</summary>
internal sealed class ViewKeeping(IDatabase database, IProjects projects, SavedViewStore store, ExperimentStore experiments, TimeProvider time)
{
    private const int NameLength = 100, MostLetters = 4000, MostViews = 200;

    public async Task<IReadOnlyList<SavedView>> ListAsync(string project, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        return await database.ReadAsync(s => (IReadOnlyList<SavedView>)[.. store.List(s, project).Select(r => r.View)], cancellation);
    }

    /// <exception cref="ApiException">The name is taken, or a part is none that the table would take.</exception>
    public async Task<SavedView> SaveAsync(string project, SavedViewDraft draft, string by, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        string name = draft.Name?.Trim() ?? "";
        if (name.Length is 0 or > NameLength || name.Any(char.IsControl) || name.Contains('/', StringComparison.Ordinal)) throw ApiException.Invalid("name", $"'name' must have 1 to {NameLength} characters, without '/'.");
        SavedViewRow row = new()
        {
            Project = project,
            Name = name,
            Shown = Given("columns", draft.Columns) is { } said ? string.Join(',', RunTable.Columns(said)) : null,
            FilterText = Given("filter", draft.Filter),
            SortKey = Given("sort", draft.Sort),
            CreatedAt = time.GetUtcNow().ToUnixTimeMilliseconds(),
            CreatedBy = by,
        };
        if (row.Shown is "") throw ApiException.Invalid("columns", "'columns' must name columns such as metrics.auc or params.depth, separated by commas.");
        Check("filter", () => RunTable.Filter(row.FilterText));
        Check("sort", () => RunTable.Order(row.SortKey));
        return await database.WriteAsync(s =>
        {
            if (store.List(s, project).Count >= MostViews) throw ApiException.Conflict($"The project has {MostViews} views; more are not kept.", "Delete one first.");
            if (Given("experiment", draft.Experiment) is { } of)
            {
                Experiment home = experiments.OfProject(s, project).FirstOrDefault(e => e.Name == of) ?? throw ApiException.NotFound("experiment", of);
                row = row with { Experiment = home.Id, ExperimentName = home.Name };
            }
            return store.Insert(s, row) ? row.View : throw ApiException.Conflict($"There is a view '{name}'.", "Choose another name, or delete that one first.");
        }, Lane.Control, cancellation);
    }

    /// <exception cref="ApiException">There is none of this name.</exception>
    public async Task DeleteAsync(string project, string name, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        if (!await database.WriteAsync(s => store.Delete(s, project, name), Lane.Control, cancellation)) throw ApiException.NotFound("view", name);
    }

    private static string? Given(string field, string? said) => string.IsNullOrWhiteSpace(said) ? null
        : said.Length <= MostLetters ? said.Trim() : throw ApiException.Invalid(field, $"'{field}' must have at most {MostLetters} characters.");

    private static void Check(string field, Action read)
    {
        try
        {
            read();
        }
        catch (MlflowException e)
        {
            throw ApiException.Invalid(field, e.Message);
        }
    }
}
