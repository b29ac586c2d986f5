namespace Cairn.Bench;

/// <summary>What a benchmark came to.</summary>
/// <param name="Ours">Median of our values, in <paramref name="Unit"/>.</param>
/// <param name="Ratio">Median over neighbouring pairs of ours / control.</param>
/// <param name="RatioLow">Smallest pair.</param>
/// <param name="RatioHigh">Largest pair.</param>
/// <param name="Goal">What the ratio must keep.</param>
/// <param name="OwnGoal">What <paramref name="Ours"/> must keep besides, whatever the control came to; empty for nothing.</param>
internal sealed record Result(
    string Name, string What, string Unit, double Ours, double Control, double Ratio, double RatioLow, double RatioHigh, string Goal, string OwnGoal, bool Met);
