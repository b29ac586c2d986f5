namespace Cairn.Bench;

/// <summary>A row of the report: what it is, and how its figures are read when a pair was measured.</summary>
/// <param name="Read">Of the last pair.</param>
internal sealed record Row(string Name, string What, string Unit, Goal Goal, Func<(double Ours, double Control)> Read);
