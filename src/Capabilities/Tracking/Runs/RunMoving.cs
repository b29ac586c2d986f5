using Cairn.Contracts.Ledger;
using Cairn.Platform.Sql;
using Cairn.Tracking.Experiments;

namespace Cairn.Tracking.Runs;

/// <summary>Moves runs to another experiment. Ids, artifacts and everything logged stay; the ledger tells of it.</summary>
internal sealed class RunMoving(IDatabase database, TrackingStores stores, RunEvents events)
{
    private const int MostRuns = 1000;

    /// <summary>All of them or none.</summary>
    /// <param name="to">Name of an active experiment.</param>
    public Task MoveAsync(IReadOnlyList<string> runs, string to, Actor actor, CancellationToken cancellation)
    {
        if (runs.Count is 0 or > MostRuns) throw MlflowException.Invalid($"1 to {MostRuns} runs can be moved at once.");
        return database.WriteAsync(s =>
        {
            Experiment target = stores.Experiments.FindByName(s, to) is { Stage: "active" } found ? found : throw MlflowException.Missing($"There is no active experiment '{KeyRules.Cut(to, 100)}'. Create it first.");
            foreach (string id in runs) One(s, id, target, actor);
        }, Lane.Tracking, cancellation);
    }

    private void One(SqlSession s, string id, Experiment target, Actor actor)
    {
        RunRow run = stores.Runs.Lock(s, KeyRules.RunId(id)) ?? throw MlflowException.Missing($"Run with id={id} not found");
        if (run.Managed) throw new MlflowException("PERMISSION_DENIED", $"The run {run.Id} belongs to a pipeline and stays in its experiment.");
        if (run.Stage != "active") throw MlflowException.Invalid($"The run {run.Id} is deleted. Restore it first.");
        if (run.Experiment == target.Id) return;
        stores.Runs.Move(s, run, target.Id);
        events.Finished(s, run with { Experiment = target.Id }, target.Project, actor, "moved");
    }
}
