using Cairn.Contracts.Ledger;

namespace Cairn.Delivery;

/// <summary>What the page of lineage shows.</summary>
/// <param name="Own">Events about the focus, newest first.</param>
/// <param name="Earlier">What led to it, oldest first.</param>
/// <param name="Later">What followed, oldest first.</param>
/// <param name="Starts">Where to begin, when nothing is in focus.</param>
public sealed record LineageModel(
    string Project, string? Focus, IReadOnlyList<LedgerEvent> Own, IReadOnlyList<LedgerEvent> Earlier, IReadOnlyList<LedgerEvent> Later, IReadOnlyList<LedgerEvent> Starts)
{
    public const string Both = "both", Back = "back", Forward = "forward";

    /// <summary>Which direction the graph shows.</summary>
    public string Way { get; init; } = Both;

    /// <summary>What the graph shows, the focus first.</summary>
    internal IReadOnlyList<LineageSubject> Around { get; init; } = [];

    internal IReadOnlyList<(string From, string To)> Ways { get; init; } = [];
}
