using System.Text.Json;
using Cairn.Contracts;
using Cairn.Contracts.Ledger;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Sql;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Makes a run again from its record: commit, inputs, models, parameters and seed as they were, nothing taken from the cache, nothing registered.</summary>
internal sealed class Reproducer(PipelineStarter starter, TimeProvider clock)
{
    public RunStore Runs => starter.Runs;

    /// <param name="version">The model version that this is about, if any; the ledger is then told what came of it.</param>
    public PipelineRun Start(SqlSession s, PipelineRun original, string? version, string? cause, string trigger, Actor actor) => starter.Queue(s, original with
    {
        Id = "run-" + Ulid.New(clock.GetUtcNow()),
        Number = starter.Runs.NextNumber(s, original.Project),
        Purpose = Reproduction.Purpose,
        TriggerKind = trigger,
        TriggerName = version,
        Firing = null,
        Cause = cause,
        Actor = JsonSerializer.Serialize(actor, LedgerJson.Options),
        NoCache = true,
        CancelAsked = false,
        Repeats = original.Id,
        State = RunState.Queued,
        CreatedAt = clock.GetUtcNow().ToUnixTimeMilliseconds(),
    });
}
