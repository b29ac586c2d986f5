using Cairn.Platform.Sql;
using Cairn.Platform.Web;

namespace Cairn.Pipelines.Runs;

/// <summary>The station of the newest run in the picture of the loop, by its number; what it does now while it runs.</summary>
internal sealed class RunStation(IDatabase database, RunStore store, TimeProvider clock) : IStationSource
{
    public string Key => "run";

    public Task<Station?> ReadAsync(string project, CancellationToken cancellation = default) => database.ReadAsync(s =>
    {
        if (store.List(s, project, long.MaxValue, 1) is not [var run]) return null;
        IReadOnlyList<PipelineStep> steps = store.Steps(s, run.Id);
        bool active = !RunState.IsDone(run.State);
        string age = Format.Relative(Format.Moment(run.FinishedAt ?? run.CreatedAt), clock.GetUtcNow());
        string note = steps.FirstOrDefault(x => x.State == RunState.Running) is { } now ? $"{now.Step}, {steps.Count(x => RunState.IsDone(x.State))} of {steps.Count} done" : $"{RunWords.Cause(run)} · {age}";
        return new Station("run", "Pipeline run", "sitemap", $"#{run.Number} {run.Target}", RunWords.Of(run), note, RunWords.Href(run)) { Moving = active };
    }, cancellation);
}
