using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class BudgetKeys
{
    private static readonly Key<int> Runs = new("runs", Of.Int(1, 100_000), "runs they start");
    private static readonly Key<TimeSpan> Cpu = new("cpu", Of.Duration, "CPU time of the runs they started, such as 10h");

    public static readonly Shape<TriggerBudget> Shape = new BlockShape<TriggerBudget>(
        "budget", "the most that triggers may spend in a day, which ends at midnight UTC", [Runs, Cpu],
        f => new TriggerBudget(f.Has(Runs) ? f.Need(Runs) : null, f.Value(Cpu)));
}
