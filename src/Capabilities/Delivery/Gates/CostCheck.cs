using System.Globalization;
using Cairn.Contracts.Projects;

namespace Cairn.Delivery;

/// <summary>Latency and size against the champion, as ratios: absolute numbers are the business of the project's conditions.</summary>
internal sealed class CostCheck(DeliveryOptions options) : IGateCheck
{
    public string Name => "cost";

    public IEnumerable<CheckResult> Run(GateContext context)
    {
        if (context.Champion is not { } champion) yield break;
        if (GateMetrics.Find(context, "metrics.latency_ratio")?.Number is { } latency) yield return Limited("p95 latency over the champion's", latency);
        if (champion.Size > 0) yield return Limited("size over the champion's", (double)context.Candidate.Size / champion.Size);
    }

    private CheckResult Limited(string name, double ratio) => new(
        Name, name, ratio <= options.CostRatio ? Verdict.Pass : Verdict.Fail, ratio.ToString("0.##", CultureInfo.InvariantCulture), options.CostRatio.ToString(CultureInfo.InvariantCulture));
}
