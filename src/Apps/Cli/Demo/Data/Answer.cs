namespace Cairn.Cli.Demo.Data;

/// <summary>One request and what came back; no scores when it was refused.</summary>
internal sealed record Answer(string RequestId, string Version, IReadOnlyList<Flight> Flights, IReadOnlyList<double> Scores);
