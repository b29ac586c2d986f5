using Cairn.Compute;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;

namespace Cairn.Pipelines.Runs;

/// <summary>Reads what the page of a run shows.</summary>
internal sealed class RunPageParts(IProjects projects, IDatabase database, RunStore store, ITaskLogs logs, ICompute compute)
{
    private static readonly string[] Views = ["graph", "list", "gantt", "journal"];

    public async Task<RunPageModel> ReadAsync(string project, long number, string? step, string? view, CancellationToken cancellation)
    {
        ProjectView known = await projects.RequireAsync(project, cancellation);
        RunPageModel model = await database.ReadAsync(s =>
        {
            PipelineRun run = RunEndpoints.Require(store, s, project, number);
            IReadOnlyList<PipelineStep> steps = StepWaits.Told(store.Steps(s, run.Id), compute);
            PipelineStep? open = Open(steps, step) ?? Part(s, run, step);
            return new RunPageModel(known.File, run, steps, store.Journal(s, run.Id), open, Array.IndexOf(Views, view) > 0 ? view! : "graph", null) { Trials = Trials(s, known, run, open), MadeAgain = run.Version is { } version && store.MadeAgain(s, version) is { } row ? row.Words : null };
        }, cancellation);
        return model.Step?.Task is { } task ? model with { Log = await logs.ReadAsync(project, task, cancellation: cancellation) } : model;
    }

    public async Task<TaskLogPart> LogAsync(string project, long number, string step, long from, long line, CancellationToken cancellation)
    {
        PipelineStep found = await database.ReadAsync(s => store.Step(s, RunEndpoints.Require(store, s, project, number).Id, step), cancellation) ?? throw ApiException.NotFound("step", step);
        return await logs.ReadAsync(project, found.Task ?? "", from, line, cancellation);
    }

    private IReadOnlyList<PipelineStep> Trials(SqlSession s, ProjectView project, PipelineRun run, PipelineStep? open)
        => open is not null && project.File.Steps.GetValueOrDefault(open.Step)?.Sweep is not null ? store.Parts(s, run.Id, open.Step) : [];

    private PipelineStep? Part(SqlSession s, PipelineRun run, string? step)
        => !string.IsNullOrEmpty(step) && store.Step(s, run.Id, step) is { } part ? StepWaits.Told([part], compute).Single() : null;

    // What failed or runs is what one came to see.
    private static PipelineStep? Open(IReadOnlyList<PipelineStep> steps, string? asked)
        => steps.FirstOrDefault(s => s.Step == asked) ?? (string.IsNullOrEmpty(asked) ? steps.FirstOrDefault(s => s.State == RunState.Failed) ?? steps.FirstOrDefault(s => s.State == RunState.Running) : null);
}
