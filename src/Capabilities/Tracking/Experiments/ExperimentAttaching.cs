using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Platform.Jobs;
using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Experiments;

/// <summary>Gives an experiment to a project: the project's part of the ledger is told of its runs, and what was made from them may follow.</summary>
internal sealed class ExperimentAttaching(ExperimentStore store, RunListStore runs, RunEvents events, IJobs jobs, TimeProvider time, IEnumerable<IExperimentListener> listeners)
{
    public const int Batch = 500;

    /// <summary>Within the caller's transaction, with the newest runs; jobs tell of the others. Nothing happens when it is the project's already.</summary>
    public void Attach(SqlSession s, Experiment experiment, string project, Actor actor)
    {
        if (!store.SetProject(s, experiment.Id, project)) return;
        IReadOnlyList<RunRow> newest = runs.OfExperiment(s, experiment.Id, null, Batch);
        if (newest.Count == Batch) Enqueue(s, new UntoldRuns(Ulid.New(time.GetUtcNow()), experiment.Id, project, actor, newest[^1].StartTime, newest[^1].Num));
        events.Finished(s, newest, project, actor, "moved");
        foreach (IExperimentListener listener in listeners) listener.Attached(s, experiment.Id, project, actor);
    }

    /// <summary>Tells of the next runs. What a killed job had told of is not told again: its transaction made the job that goes on.</summary>
    public void Tell(SqlSession s, UntoldRuns left)
    {
        if (store.Find(s, left.Experiment)?.Project != left.Project) return;
        IReadOnlyList<RunRow> next = runs.OfExperiment(s, left.Experiment, (left.Start, left.Num), Batch);
        if (next.Count == 0 || !Enqueue(s, left with { Start = next[^1].StartTime, Num = next[^1].Num })) return;
        events.Finished(s, next, left.Project, left.Actor, "moved");
    }

    private bool Enqueue(SqlSession s, UntoldRuns left) => jobs.Enqueue(s, new JobDraft(UntoldRunsHandler.KindName, $"{UntoldRunsHandler.KindName}:{left.Attaching}:{left.Num}", left.Project, left));
}
