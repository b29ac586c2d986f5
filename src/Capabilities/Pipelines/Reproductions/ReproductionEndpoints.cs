using Cairn.Pipelines.Runs;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Cairn.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Reproductions over HTTP: make a run or a version again, and see where it diverges.</summary>
internal static class ReproductionEndpoints
{
    private const double UsualTolerance = 0.01;

    public static void Map(RouteGroupBuilder project)
    {
        project.MapPost("/reproductions", StartAsync);
        project.MapGet("/pipeline-runs/{number:long}/reproduction", ReportAsync);
    }

    private static async Task<IResult> StartAsync(string project, ReproduceRequest request, HttpContext http, IProjects projects, IDatabase database, IModels models, Reproducer reproducer, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        if (!view.Active) throw ApiException.Conflict($"The project is {view.State}.");
        if (request.Sample is <= 0 or > 1) throw ApiException.Invalid("sample", "'sample' must be above 0 and at most 1.");
        (PipelineRun original, string? version) = await FindAsync(project, request.Of ?? "", database, models, reproducer.Runs, cancellation);
        if (original.Inputs is null || !RunState.IsDone(original.State)) throw ApiException.Conflict($"Run #{original.Number} is {original.State}; only one that began and ended can be made again.");
        var ask = new ReproductionAsk(version, original.StartedEvent, "manual", http.Actor()) { Sample = request.Sample ?? 1, AllowDrift = request.AllowDrift ?? false };
        PipelineRun again = await database.WriteAsync(s => reproducer.Start(s, original, ask), cancellation: cancellation);
        return Results.Json(RunView.Of(again), ApiJson.Options, statusCode: 202);
    }

    private static async Task<ReproductionReport> ReportAsync(string project, long number, double? tolerance, IDatabase database, RunStore store, ReproductionComparer comparer, CancellationToken cancellation)
    {
        if (tolerance is < 0 or > 1) throw ApiException.Invalid("tolerance", "'tolerance' is a share from 0 to 1.");
        RunPair pair = await database.ReadAsync(s =>
        {
            PipelineRun run = RunEndpoints.Require(store, s, project, number);
            // Of a sampled one, the second half is what is compared, once it has begun.
            run = Reproducer.IsFirstHalf(run) && store.Repeat(s, run.Id) is { } second ? second : run;
            PipelineRun of = (run.Repeats is null ? null : store.Find(s, run.Repeats)) ?? throw ApiException.Conflict($"Run #{number} is no reproduction.", "Start one: cairn reproduce <run|version>");
            return new RunPair(run, of, store.Steps(s, of.Id), store.Steps(s, run.Id));
        }, cancellation);
        ReproductionReport report = await comparer.CompareAsync(pair.Again, pair.Original, pair.Then, pair.Now, tolerance ?? UsualTolerance, cancellation);
        return Reproducer.IsFirstHalf(pair.Again) && pair.Again.State == RunState.Succeeded ? report with { Verdict = ReproductionReport.Running } : report;
    }

    /// <summary>By the number of a run, the id of a version, or <c>model/number</c>.</summary>
    private static async Task<(PipelineRun Run, string? Version)> FindAsync(string project, string of, IDatabase database, IModels models, RunStore store, CancellationToken cancellation)
    {
        if (long.TryParse(of.TrimStart('#'), out long number)) return await database.ReadAsync(s => RunEndpoints.Require(store, s, project, number) is var run ? (run, run.Version) : default, cancellation);
        string[] words = of.Split('/');
        ModelVersionView? version = words.Length == 2 && int.TryParse(words[1], out int n) ? await models.FindAsync(project, words[0], n, cancellation) : await models.FindAsync(of, cancellation);
        if (version is null || version.Project != project) throw ApiException.NotFound("run or version", of, "Name a run by its number, or a version as <model>/<number>.");
        PipelineRun? made = version.RunId is { } id ? await database.ReadAsync(s => store.Find(s, id), cancellation) : null;
        return made is null ? throw ApiException.Conflict($"The version '{of}' was not made by a pipeline run here, so it cannot be made again.") : (made, version.Id);
    }

    internal sealed record ReproduceRequest(string? Of, double? Sample, bool? AllowDrift = null);
}
