namespace Cairn.Contracts.Projects;

/// <summary>The most that a trigger, or all of a project, may spend in a day, which ends at midnight UTC. At least one of the two is set.</summary>
/// <param name="Runs">Times that it fires.</param>
/// <param name="Cpu">CPU time of the runs it started.</param>
public sealed record TriggerBudget(int? Runs, TimeSpan? Cpu);
