using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.LoggedModels;

/// <summary>The page of a logged model, and the link to it as MLflow's clients print it.</summary>
internal static class LoggedModelPages
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/logged-models/{logged}", ShowAsync);
        pages.MapGet("/mlflow/experiments/{experiment}/models/{logged}", (string logged, IDatabase database, TrackingStores stores, CancellationToken cancellation) => database.ReadAsync(s => Lead(s, stores, logged), cancellation));
    }

    private static async Task<IResult> ShowAsync(HttpContext context, string project, string logged, LoggedModelReading reading, CancellationToken cancellation)
    {
        LoggedModelPageModel model = await reading.ReadAsync(project, logged, cancellation);
        return await Pages.Render<LoggedModelPage>(context, new PageInfo(model.Line.Name, Section.Experiments, project, [.. model.Files.Owner.Above, new(model.Line.Name)]), new { Model = model });
    }

    private static IResult Lead(SqlSession s, TrackingStores stores, string id)
    {
        if (stores.Models.Find(s, id) is not { } model || stores.Experiments.Find(s, model.Experiment) is not { } experiment) throw ApiException.NotFound("logged model", id);
        return Results.Redirect(experiment.Project is { } project ? LoggedModelWords.Href(project, model.Id) : experiment.Href);
    }
}
