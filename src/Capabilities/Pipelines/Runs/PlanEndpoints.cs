using Cairn.Contracts;
using Cairn.Contracts.Projects;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Pipelines.Runs;

/// <summary>What a run made now would do, over HTTP.</summary>
internal static class PlanEndpoints
{
    public static void Map(RouteGroupBuilder project) => project.MapPost("/pipeline-plans", PlanAsync);

    private static async Task<PlanView> PlanAsync(
        string project, RunEndpoints.StartRequest? request, IProjects projects, Planner planner, RunInputs inputs, RunOutcome outcome, PlanPreview preview, TimeProvider clock, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        ProjectFile file = await planner.FileAsync(view, request?.Commit, cancellation);
        AskedRun.Check(file, request ?? new RunEndpoints.StartRequest());
        string target = request?.Target ?? Planner.DefaultTarget(file);
        RunPlan plan = await planner.PlanAsync(project, request?.Commit ?? view.Commit, target, cancellation);
        var run = new PipelineRun
        {
            Id = "plan-" + Ulid.New(clock.GetUtcNow()),
            Project = project,
            CommitId = plan.Commit,
            Target = target,
            Sample = request?.Sample ?? 1,
            NoCache = request?.NoCache ?? false,
            Params = (request?.Params ?? []).ToJsonString(),
            CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
        };
        run = run with { Inputs = System.Text.Json.JsonSerializer.Serialize(await inputs.PinAsync(plan, run, cancellation)), Models = System.Text.Json.JsonSerializer.Serialize(await outcome.PinAsync(run, plan, cancellation)) };
        try
        {
            IReadOnlyList<PlannedStep> steps = await preview.LookAsync(run, plan, cancellation);
            return new PlanView(plan.Commit, target, steps.Count(s => s.Will == "cached"), steps.Count(s => s.IsOpen), steps) { Cost = steps.Any(s => s is { IsOpen: true, Cost: not null }) ? steps.Where(s => s.IsOpen).Sum(s => s.Cost) : null };
        }
        finally
        {
            inputs.Release(run.Id);
        }
    }

    internal sealed record PlanView(string Commit, string Target, int Cached, int Open, IReadOnlyList<PlannedStep> Steps)
    {
        /// <summary>Of what is to be done, as far as it is known from before; null when nothing of it is, or nothing is charged.</summary>
        public double? Cost { get; init; }
    }
}
