using Cairn.Contracts.Ledger;

namespace Cairn.Pipelines.Reproductions;

/// <summary>Who wants a run made again, and how.</summary>
/// <param name="Version">Id of the model version that this is about, if any; the ledger is then told what came of it.</param>
/// <param name="Cause">Id of the event that it follows from.</param>
internal sealed record ReproductionAsk(string? Version, string? Cause, string Trigger, Actor Actor)
{
    /// <summary>Trigger of those that the server makes by itself.</summary>
    public const string Schedule = "schedule";

    /// <summary>Share of the original's data.</summary>
    public double Sample { get; init; } = 1;

    /// <summary>It may run where what is installed differs.</summary>
    public bool AllowDrift { get; init; }
}
