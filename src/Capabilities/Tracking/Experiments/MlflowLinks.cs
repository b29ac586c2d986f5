using System.Globalization;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Tracking.Experiments;

/// <summary>
/// Links as MLflow's clients print them, <c>/#/experiments/1/runs/…</c>: the start page sends them here, and here they lead to the page of the
/// experiment or run. An id alone finds it, whatever project it belongs to by now; what lies further down leads to what it lies in.
/// </summary>
internal static class MlflowLinks
{
    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/mlflow/experiments/{experiment}", ExperimentAsync);
        pages.MapGet("/mlflow/experiments/{experiment}/{**rest}", ExperimentAsync);
        pages.MapGet("/mlflow/experiments/{experiment}/runs/{run}", RunAsync);
        pages.MapGet("/mlflow/experiments/{experiment}/runs/{run}/{**rest}", RunAsync);
    }

    private static Task<IResult> ExperimentAsync(string experiment, string? rest, IDatabase database, TrackingStores stores, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        if (!long.TryParse(experiment, NumberStyles.None, CultureInfo.InvariantCulture, out long number) || stores.Experiments.Find(s, number) is not { } found) throw ApiException.NotFound("experiment", experiment);
        return Results.Redirect(rest is "traces" && found.Project is not null ? found.Href + "/traces" : found.Href);
    }, cancellation);

    private static Task<IResult> RunAsync(string run, IDatabase database, TrackingStores stores, CancellationToken cancellation) => database.ReadAsync(s =>
    {
        if (stores.Runs.Find(s, run) is not { } found || stores.Experiments.Find(s, found.Experiment) is not { } experiment) throw ApiException.NotFound("run", run);
        return Results.Redirect($"{experiment.Href}/runs/{found.Id}");
    }, cancellation);
}
