namespace Cairn.Cli.Demo.Data;

/// <summary>A flight as it leaves the gate, and whether it will be late, which only the tour knows yet.</summary>
/// <param name="Minute">0 to 1439.</param>
/// <param name="Weekday">0 is Monday.</param>
internal readonly record struct Flight(string Id, int Minute, int Weekday, int Distance, string Origin, string Destination, bool Late);
