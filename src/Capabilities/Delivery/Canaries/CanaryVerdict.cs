using Cairn.Contracts.Projects;

namespace Cairn.Delivery;

/// <summary>One measure of a canary against the concurrent stable version.</summary>
internal sealed record CanaryLine(string Measure, Verdict Verdict, double? Canary, double? Stable, double? Limit, string? Reason = null);

/// <summary>A step judged: one failure ends the release, one open question holds it.</summary>
internal sealed record CanaryVerdict(IReadOnlyList<CanaryLine> Lines)
{
    public Verdict Verdict => Lines.Any(l => l.Verdict == Verdict.Fail) ? Verdict.Fail : Lines.Any(l => l.Verdict == Verdict.Hold) ? Verdict.Hold : Verdict.Pass;

    public string Reason => string.Join("; ", Lines.Where(l => l.Verdict == Verdict).Select(l => l.Reason ?? l.Measure));
}
