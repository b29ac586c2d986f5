using System.Globalization;
using Cairn.Contracts.Projects;

namespace Cairn.Pipelines.Triggers;

/// <summary>What a trigger has spent since midnight.</summary>
/// <param name="Runs">Times that it fired, by hand too.</param>
/// <param name="Cpu">CPU time of the runs it started.</param>
public sealed record DaySpent(long Runs, TimeSpan Cpu)
{
    /// <summary>"5 of 5 runs, 1.25 of 10 CPU hours".</summary>
    public string Of(TriggerBudget budget) => string.Join(", ", new[]
    {
        budget.Runs is { } runs ? string.Create(CultureInfo.InvariantCulture, $"{Runs} of {runs} runs") : null,
        budget.Cpu is { } cpu ? string.Create(CultureInfo.InvariantCulture, $"{Cpu.TotalHours:0.####} of {cpu.TotalHours:0.####} CPU hours") : null,
    }.Where(w => w is not null));

    public bool Exhausts(TriggerBudget budget) => Runs >= budget.Runs || Cpu >= budget.Cpu;
}
