using System.Globalization;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Experiments;

/// <summary>
/// Links as MLflow's clients print them, <c>/#/experiments/1/runs/…</c>: the start page sends them here, and here they lead to the page of the
/// experiment or run. An id alone finds it, whatever project it belongs to by now.
/// </summary>
internal static class MlflowLinks
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/mlflow/experiments/{experiment}", (string experiment, IDatabase database, TrackingStores stores, CancellationToken cancellation)
            => database.ReadAsync(s => Experiment(s, stores, experiment), cancellation));
        pages.MapGet("/mlflow/experiments/{experiment}/runs/{run}", (string experiment, string run, IDatabase database, TrackingStores stores, CancellationToken cancellation)
            => database.ReadAsync(s => Run(s, stores, run), cancellation));
    }

    private static IResult Experiment(SqlSession s, TrackingStores stores, string id)
        => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && stores.Experiments.Find(s, number) is { } found ? Results.Redirect(Address(found)) : throw ApiException.NotFound("experiment", id);

    private static IResult Run(SqlSession s, TrackingStores stores, string id)
    {
        if (stores.Runs.Find(s, id) is not { } run || stores.Experiments.Find(s, run.Experiment) is not { } experiment) throw ApiException.NotFound("run", id);
        return Results.Redirect(experiment.Project is null ? Address(experiment) : $"{Address(experiment)}/runs/{run.Id}");
    }

    private static string Address(Experiment e) => e.Project is { } project ? $"/p/{project}/experiments/{Uri.EscapeDataString(e.Name)}" : "/experiments";
}
