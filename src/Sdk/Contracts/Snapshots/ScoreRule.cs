namespace Cairn.Contracts.Snapshots;

/// <summary>The output whose distribution is compared between variants.</summary>
/// <param name="Output">Name of a number output.</param>
/// <param name="Column">Column of it, from 0; negative counts from the end.</param>
/// <param name="Low">Lower end of the histogram; what lies below is counted apart.</param>
/// <param name="High">Upper end of the histogram; what lies above is counted apart.</param>
public sealed record ScoreRule(string Output, int Column = -1, double Low = 0, double High = 1);
