using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Experiments;

/// <summary>What clients log under names that are no project's: listed here, and given to a project with one act.</summary>
internal static class LooseExperimentPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/experiments", ListAsync);
        pages.MapPost("/experiments/{id:long}/attach", AttachAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, IDatabase database, ExperimentStore store, IProjects projects, CancellationToken cancellation)
    {
        string[] names = [.. (await projects.ListAsync(cancellation)).Select(p => p.Name)];
        IReadOnlyList<LooseExperiment> loose = await database.ReadAsync(store.Loose, cancellation);
        return await Pages.Render<LooseExperimentsPage>(context, new PageInfo("Experiments without a project"), new { Experiments = loose, Projects = names });
    }

    private static async Task<IResult> AttachAsync(HttpContext context, long id, [FromForm] string? project, ExperimentService experiments, IProjects projects, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(project)) throw ApiException.Invalid("project", "'project' names the project that the experiment goes to.");
        await projects.RequireAsync(project, cancellation);
        await experiments.SetTagAsync(id, new RunTag(ExperimentService.ProjectTag, project), context.Actor(), cancellation);
        string name = (await experiments.GetAsync(id, cancellation)).Experiment.Name;
        return Pages.After(context, $"/p/{project}/experiments/{Uri.EscapeDataString(name)}", $"{name} belongs to {project} now.");
    }
}
