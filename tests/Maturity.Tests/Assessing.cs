using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Model;

namespace Cairn.Maturity.Tests;

/// <summary>Assessments in short.</summary>
internal static class Assessing
{
    public static AssessmentDto At(this IReadOnlyList<LedgerEvent> events, double day, bool alone = false) =>
        new Assessor(MaturityModel.Current).Assess(events, LogBuilder.Project, FlightDelay.Day(day), new AssessmentOptions(alone));

    public static int Microsoft(this AssessmentDto assessment) => assessment.Ladders[0].Level;

    public static int Google(this AssessmentDto assessment) => assessment.Ladders[1].Level;

    public static CapabilityDto Of(this AssessmentDto assessment, string id) => assessment.Capabilities.Single(c => c.Id == id);

    public static string Status(this AssessmentDto assessment, string id) => assessment.Of(id).Status;

    /// <summary>What stands between the project and the next level, for the message of a failed test.</summary>
    public static string Gaps(this AssessmentDto assessment, int ladder = 0) => assessment.Ladders[ladder].Next is { } next
        ? string.Join('\n', next.Gaps.Select(g => assessment.Of(g)).Select(c => $"{c.Status} {c.Id}: {c.Reason} | {c.Detail}"))
        : "";
}
