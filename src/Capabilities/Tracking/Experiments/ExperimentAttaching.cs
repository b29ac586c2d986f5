using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking.Runs;

namespace Cairn.Tracking.Experiments;

/// <summary>Gives an experiment to a project: the project's part of the ledger is told of its runs, and what was made from them may follow.</summary>
internal sealed class ExperimentAttaching(ExperimentStore store, RunListStore runs, RunEvents events, IEnumerable<IExperimentListener> listeners)
{
    private const int Batch = 500;

    /// <summary>Within the caller's transaction; nothing happens when it is the project's already.</summary>
    public void Attach(SqlSession s, Experiment experiment, string project, Actor actor)
    {
        if (!store.SetProject(s, experiment.Id, project)) return;
        (long, long)? before = null;
        while (runs.OfExperiment(s, experiment.Id, before, Batch) is { Count: > 0 } some)
        {
            events.Finished(s, some, project, actor, "moved");
            before = (some[^1].StartTime, some[^1].Num);
        }
        foreach (IExperimentListener listener in listeners) listener.Attached(s, project, actor);
    }
}
