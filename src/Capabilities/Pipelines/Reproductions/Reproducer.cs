using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Delivery;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Starts the run that makes a version again: the run that made it, once more, with nothing from the cache.</summary>
internal sealed class Reproducer(PipelineStarter starter, TimeProvider clock) : IReproductions
{
    public RunStore Runs => starter.Runs;

    public string? Begin(SqlSession transaction, ModelVersionView version, DateTimeOffset since)
    {
        PipelineRun? begun = Runs.Reproductions(transaction, version.Project, since.ToUnixTimeMilliseconds())
            .Where(r => r.TriggerName == version.Id && r.State is not (RunState.Failed or RunState.Cancelled)).MaxBy(r => r.Number);
        return (begun ?? Start(transaction, version))?.Id;
    }

    /// <summary>Null when the run that made it is not on record.</summary>
    public PipelineRun? Start(SqlSession s, ModelVersionView version) => version.RunId is { } made && Runs.Find(s, made) is { } original ? starter.Queue(s, original with
    {
        Id = "run-" + Ulid.New(clock.GetUtcNow()),
        Number = Runs.NextNumber(s, version.Project),
        Purpose = Reproduction.Purpose,
        TriggerKind = "schedule",
        TriggerName = version.Id,
        Firing = null,
        Cause = version.EventId,
        Actor = JsonSerializer.Serialize(Actor.Service("pipelines"), LedgerJson.Options),
        NoCache = true,
        State = RunState.Queued,
        CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    }) : null;
}
