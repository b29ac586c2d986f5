namespace Cairn.Delivery;

/// <summary>What one version did at one step. Requests that named the version themselves are left out.</summary>
/// <param name="Errors">Failures of the model, also those that the stable version then answered.</param>
/// <param name="Latencies">Milliseconds of a sample of its answered requests.</param>
/// <param name="Scores">A sample of its scores.</param>
/// <param name="Losses">Squared error of the scores of rows whose outcome is known.</param>
internal sealed record ArmFacts(long Requests, long Rows, long Errors, double P50Ms, double P95Ms, double P99Ms, double[] Latencies, double[] Scores, double[] Losses)
{
    public double ErrorRate => Requests + Errors == 0 ? 0 : (double)Errors / (Requests + Errors);
}

/// <summary>Canary and stable version over the same span.</summary>
internal sealed record CanaryFacts(ArmFacts Canary, ArmFacts Stable);
