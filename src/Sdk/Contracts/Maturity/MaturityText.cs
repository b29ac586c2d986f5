using System.Globalization;
using System.Text;

namespace Cairn.Contracts.Maturity;

/// <summary>An assessment as lines for a terminal: the words, order and numbers of the page.</summary>
public static class MaturityText
{
    /// <summary>Both ladders, what is at risk, and what the next level needs.</summary>
    public static string Summary(AssessmentDto assessment)
    {
        var text = new StringBuilder();
        Line(text, $"{assessment.Project}  as of {Day(assessment.AsOf)}  {assessment.Profile} profile  model {assessment.ModelVersion}{World(assessment)}");
        foreach (string contradiction in assessment.Contradictions) Line(text, $"note     {contradiction}");
        foreach (LadderDto ladder in assessment.Ladders) Line(text, Ladder(ladder));
        foreach (CapabilityDto risk in AtRisk(assessment))
            Line(text, $"at risk  {risk.Id}  {risk.Reason}{Drops(risk)}{(risk.PlatformFault ? "  (Cairn's own job)" : "")}");
        foreach (StageDto stage in assessment.Stages.Where(s => s.Red)) Line(text, $"red      {stage.Name}  has no live monitor");
        return text.ToString();
    }

    /// <summary>One line per capability: status, progress, id, reason.</summary>
    public static string Capabilities(AssessmentDto assessment)
    {
        var text = new StringBuilder();
        int width = assessment.Capabilities.Count == 0 ? 0 : assessment.Capabilities.Max(c => c.Id.Length);
        Line(text, $"{"STATUS",-14}  {"SCORE",5}  {"LEVEL",5}  {"CAPABILITY".PadRight(width)}  WHY");
        foreach (CapabilityDto c in assessment.Capabilities)
            Line(text, $"{c.Status,-14}  {c.Progress,2}/10  {Level(c.Microsoft)}/{Level(c.Google)}    {c.Id.PadRight(width)}  {c.Reason ?? c.Detail}");
        return text.ToString();
    }

    /// <summary>One capability: status, rule clause by clause, records, and how to earn it.</summary>
    public static string Explain(CapabilityDto capability)
    {
        var text = new StringBuilder();
        Line(text, $"{capability.Status}  {capability.Title}  ({capability.Id}, {capability.Progress}/10)");
        if (capability.Reason is { } reason) Line(text, $"why         {reason}");
        if (capability.Expires is { } expires) Line(text, $"expires     {Day(expires)}{Drops(capability)}");
        foreach (ClauseDto clause in capability.Clauses) Line(text, $"{(clause.Holds ? "ok" : "xx")}  {clause.Detail}  <-  {clause.Text}");
        foreach (RecordDto record in capability.Evidence) Line(text, $"record      {record.Kind} {record.Id}  {Day(record.At)}  grade {record.Grade.ToString(CultureInfo.InvariantCulture)}");
        CapabilityAdviceDto advice = capability.Advice;
        Line(text, $"deliver     {advice.Deliverable}");
        Line(text, $"criterion   {advice.Criterion}");
        Line(text, $"check       {advice.Check}");
        Line(text, $"work        {Range(advice.DaysFrom, advice.DaysTo)} days, {Number(advice.WaitDays)} days waiting");
        Line(text, $"guard       {advice.Guard}");
        return text.ToString();
    }

    private static IEnumerable<CapabilityDto> AtRisk(AssessmentDto assessment) =>
        assessment.Capabilities.Where(c => c.Status == CapabilityStatus.Grace || c.PlatformFault).OrderBy(c => c.Drops ?? DateTimeOffset.MaxValue);

    private static string Ladder(LadderDto ladder)
    {
        var line = new StringBuilder($"{ladder.Title,-14}  {Whole(ladder.Level)} of {Whole(ladder.Top)}  {ladder.Name}");
        if (ladder.Since is { } since) line.Append("  since ").Append(Day(since));
        if (ladder.Attested > 0) line.Append("  ").Append(Whole(ladder.Attested)).Append(" attested");
        if (ladder.WithApproval) line.Append("  with approval");
        if (ladder.LevelWithWaivers > ladder.Level) line.Append(CultureInfo.InvariantCulture, $"  would be {ladder.LevelWithWaivers} with {ladder.Waived} waived");
        if (ladder.HoldsUntil is { } until) line.Append("  until ").Append(Day(until)).Append(" (").Append(ladder.FallsFirst).Append(')');
        if (ladder.Next is { } next)
            line.Append(CultureInfo.InvariantCulture, $"  next: {next.Gaps.Count} missing, {Range(next.DaysFrom, next.DaysTo)} days work, {Number(next.WaitDays)} days waiting");
        return line.ToString();
    }

    private static string World(AssessmentDto assessment) =>
        (assessment.Simulated ? "  SIMULATED WORLD" : "") + (assessment.Alone ? "  without simulated people" : "");

    private static string Drops(CapabilityDto capability) => capability.Drops is { } drops ? $"  drops {Day(drops)}" : "";

    private static string Range(double from, double to) => $"{Number(from)}-{Number(to)}";

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Whole(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Level(int? level) => level is { } value ? Whole(value) : "-";

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
