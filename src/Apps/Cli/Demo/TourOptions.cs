using Cairn.Cli.Demo.Story;

namespace Cairn.Cli.Demo;

/// <param name="Rows">Most flights of a day; 0 takes all.</param>
/// <param name="Exit">The server is stopped at the end.</param>
internal sealed record TourOptions(TourPlan Plan, Places Places, int Port, int Rows, bool Exit)
{
    public const int Seed = 1;

    /// <summary>File that keeps what the server acknowledged; null keeps nothing.</summary>
    public string? Journal { get; init; }
}
