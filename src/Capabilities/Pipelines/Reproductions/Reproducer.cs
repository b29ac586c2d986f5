using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Projects;
using Cairn.Delivery;
using Cairn.Pipelines.Runs;
using Cairn.Platform.Sql;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Makes a run again from its record: commit, inputs, models, parameters and seed as they were, nothing taken from the cache, nothing registered.</summary>
internal sealed class Reproducer(PipelineStarter starter) : IReproductions
{
    public RunStore Runs => starter.Runs;

    public string? Begin(SqlSession transaction, ModelVersionView version, DateTimeOffset since)
    {
        PipelineRun? begun = Runs.Reproductions(transaction, version.Project, since.ToUnixTimeMilliseconds())
            .Where(r => r.TriggerName == version.Id && r.Repeats == version.RunId && r.State is not (RunState.Failed or RunState.Cancelled)).MaxBy(r => r.Number);
        return (begun ?? Start(transaction, version))?.Id;
    }

    public string? BeginShuffled(SqlSession transaction, ModelVersionView version, PortRef model, string label)
    {
        if (version.RunId is not { } made || Runs.Find(transaction, made) is not { } original) return null;
        PipelineRun again = Again(transaction, original, version.Id, version.EventId, "schedule", Actor.Service("pipelines"));
        // What comes before the training is as it was, so it may come from the cache.
        return starter.Queue(transaction, again with { Purpose = Reproduction.Probe, Target = model.Owner, NoCache = false, Shuffled = label }).Id;
    }

    /// <summary>The first of the two runs of a sampled reproduction: it makes what the second is held against.</summary>
    public static bool IsFirstHalf(PipelineRun run) => run is { Purpose: Reproduction.Probe, Shuffled: null, Repeats: not null };

    /// <summary>Makes a run again on a share of its data, twice: what comes out is held against itself, for the original had all of it.</summary>
    /// <returns>The first run; the second follows when it has succeeded.</returns>
    public PipelineRun StartSampled(SqlSession s, PipelineRun original, double sample, string? version, string? cause, string trigger, Actor actor)
        => starter.Queue(s, Again(s, original, version, cause, trigger, actor) with { Purpose = Reproduction.Probe, Sample = sample * original.Sample });

    public PipelineRun StartSecondHalf(SqlSession s, PipelineRun first, string cause)
        => starter.Queue(s, Again(s, first, first.TriggerName, cause, first.TriggerKind, JsonSerializer.Deserialize<Actor>(first.Actor, LedgerJson.Options)!));

    /// <summary>The run that made the version. Null when it is not on record.</summary>
    public PipelineRun? Start(SqlSession s, ModelVersionView version)
        => version.RunId is { } made && Runs.Find(s, made) is { } original ? Start(s, original, version.Id, version.EventId, "schedule", Actor.Service("pipelines")) : null;

    /// <summary>The same on a share of the data, where the whole would cost too much.</summary>
    public PipelineRun? Start(SqlSession s, ModelVersionView version, double sample)
        => sample >= 1 ? Start(s, version) : version.RunId is { } made && Runs.Find(s, made) is { } original ? StartSampled(s, original, sample, version.Id, version.EventId, "schedule", Actor.Service("pipelines")) : null;

    /// <param name="version">The model version that this is about, if any; the ledger is then told what came of it.</param>
    public PipelineRun Start(SqlSession s, PipelineRun original, string? version, string? cause, string trigger, Actor actor)
        => starter.Queue(s, Again(s, original, version, cause, trigger, actor));

    private PipelineRun Again(SqlSession s, PipelineRun original, string? version, string? cause, string trigger, Actor actor) => starter.Renewed(s, original, trigger, actor) with
    {
        Purpose = Reproduction.Purpose,
        TriggerName = version,
        Firing = null,
        Cause = cause,
        NoCache = true,
        Repeats = original.Id,
    };
}
