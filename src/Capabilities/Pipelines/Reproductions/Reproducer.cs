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
        if (Made(transaction, version) is not { } original) return null;
        PipelineRun again = Again(transaction, original, ByItself(version));
        // What comes before the training is as it was, so it may come from the cache.
        return starter.Queue(transaction, again with { Purpose = Reproduction.Probe, Target = model.Owner, NoCache = false, Shuffled = label }).Id;
    }

    /// <summary>The first of the two runs of a sampled reproduction: it makes what the second is held against.</summary>
    public static bool IsFirstHalf(PipelineRun run) => run is { Purpose: Reproduction.Probe, Shuffled: null, Repeats: not null };

    /// <summary>Whether the system must have the packages it had: of what somebody asked for. A server that looks by itself goes on after each update of the system.</summary>
    public static bool HoldsSystem(PipelineRun run) => run is { Repeats: not null, TriggerKind: not ReproductionAsk.Schedule };

    public PipelineRun StartSecondHalf(SqlSession s, PipelineRun first, string cause)
        => starter.Queue(s, Again(s, first, new ReproductionAsk(first.TriggerName, cause, first.TriggerKind, JsonSerializer.Deserialize<Actor>(first.Actor, LedgerJson.Options)!)));

    /// <summary>The run that made the version, by itself. Null when it is not on record.</summary>
    /// <param name="sample">Below 1 where the whole would cost too much.</param>
    public PipelineRun? Start(SqlSession s, ModelVersionView version, double sample = 1) => Made(s, version) is { } original ? Start(s, original, ByItself(version) with { Sample = sample }) : null;

    /// <summary>On a share of the data it is made twice: what comes out is held against itself, for the original had all of it. The second run follows when the first has succeeded.</summary>
    /// <returns>The run, or the first of the two.</returns>
    public PipelineRun Start(SqlSession s, PipelineRun original, ReproductionAsk ask)
        => starter.Queue(s, ask.Sample < 1 ? Again(s, original, ask) with { Purpose = Reproduction.Probe, Sample = ask.Sample * original.Sample } : Again(s, original, ask));

    private static ReproductionAsk ByItself(ModelVersionView version) => new(version.Id, version.EventId, ReproductionAsk.Schedule, Actor.Service("pipelines"));

    private PipelineRun? Made(SqlSession s, ModelVersionView version) => version.RunId is { } made ? Runs.Find(s, made) : null;

    private PipelineRun Again(SqlSession s, PipelineRun original, ReproductionAsk ask) => starter.Renewed(s, original, ask.Trigger, ask.Actor) with
    {
        Purpose = Reproduction.Purpose,
        TriggerName = ask.Version,
        Firing = null,
        Cause = ask.Cause,
        AllowDrift = original.AllowDrift || ask.AllowDrift,
        NoCache = true,
        Repeats = original.Id,
    };
}
