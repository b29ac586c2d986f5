using Cairn.Contracts.Maturity;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Loop;
using Cairn.Maturity.Sentences;
using Cairn.Platform.Web;

namespace Cairn.Maturity.Overview;

/// <summary>What waits for a person: incidents, hand-offs, evidence that runs out. Nothing is shown where nothing waits.</summary>
internal static class WaitingThings
{
    private const int MostOfEach = 3;

    public static IEnumerable<Waiting> Of(LoopRecord loop, AssessmentDto assessment)
    {
        foreach (SubjectLog incident in loop.Incidents.Reverse().Take(MostOfEach))
            yield return new Waiting(Token.Fail, "alert-triangle", "Incident open", incident.Text("title") ?? SubjectNames.Short(incident.Id), $"/p/{loop.Project}/incidents/{Uri.EscapeDataString(incident.Id)}", "Open");
        foreach (SubjectLog handoff in loop.Handoffs.Reverse().Take(MostOfEach))
            yield return new Waiting(Token.Attest, "user", "Hand-off waits", $"{loop.Names.Label(handoff.Text("version")) ?? "a version"} for a {handoff.Text("to_role") ?? "colleague"}", $"/p/{loop.Project}/handoffs", "Review");
        CapabilityDto[] risks = [.. AtRisk(assessment)];
        if (risks.Length > 0)
            yield return new Waiting(Token.Warn, "hourglass", risks.Length == 1 ? "1 capability at risk" : $"{risks.Length} capabilities at risk", $"{risks[0].Title}: {risks[0].Reason}", $"/p/{loop.Project}/maturity", "Look");
    }

    /// <summary>What counts for the levels held and runs out by itself, first to fall first.</summary>
    public static IEnumerable<CapabilityDto> AtRisk(AssessmentDto assessment)
        => assessment.Capabilities.Where(c => c.Status == CapabilityStatus.Grace || c.PlatformFault).OrderBy(c => c.Drops ?? DateTimeOffset.MaxValue);
}
