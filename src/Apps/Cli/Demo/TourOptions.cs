using Cairn.Cli.Demo.Story;

namespace Cairn.Cli.Demo;

/// <param name="Rows">Most flights of a day; 0 takes all.</param>
/// <param name="Exit">The server is stopped at the end.</param>
internal sealed record TourOptions(TourPlan Plan, Places Places, int Port, int Rows, bool Exit)
{
    public const int Seed = 1;

    /// <summary>PostgreSQL, an empty database, instead of SQLite; null for SQLite.</summary>
    public string? Database { get; init; }

    /// <summary>File that keeps what the server acknowledged; null keeps nothing.</summary>
    public string? Journal { get; init; }
}
