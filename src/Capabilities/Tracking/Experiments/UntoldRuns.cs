using Cairn.Contracts.Ledger;

namespace Cairn.Tracking.Experiments;

/// <summary>Runs of an experiment that came to a project, of which its part of the ledger is still to be told: those before one, by start and number.</summary>
/// <param name="Attaching">The act that brought them.</param>
internal sealed record UntoldRuns(string Attaching, long Experiment, string Project, Actor Actor, long Start, long Num);
