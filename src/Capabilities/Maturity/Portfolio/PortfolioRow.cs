using Cairn.Platform.Web;

namespace Cairn.Maturity.Portfolio;

/// <summary>One project in the list of all; public because pages are.</summary>
/// <param name="Levels">Ladder title and level, in the order of the ladders.</param>
public sealed record PortfolioRow(string Name, string? Purpose, Status Status, IReadOnlyList<string> Levels, string? Served, DateTimeOffset? LastActivity);
