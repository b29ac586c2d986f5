using Cairn.Contracts.Maturity;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Model;

namespace Cairn.Maturity.Assess;

/// <summary>Wire forms of what the assessor found.</summary>
internal static class ToDto
{
    // The newest are enough to look at; the rule saw all.
    private const int ShownRecords = 50;

    public static CapabilityDto Capability(Judged judged, MaturityModel model, TimeSpan beat)
    {
        CapabilityEntry entry = judged.Capability.Entry;
        Fact[] evidence = [.. judged.Outcome.Evidence];
        return new CapabilityDto(
            entry.Id,
            entry.Title,
            entry.Category,
            model.File.Categories[entry.Category],
            entry.Microsoft,
            entry.Google,
            entry.Strength,
            judged.Status,
            judged.Counts ? 10 : judged.Outcome.Progress,
            judged.Outcome.Detail,
            judged.Reason,
            judged.Expires,
            judged.Drops,
            evidence.Length == 0 ? null : evidence.Min(f => f.Grade),
            judged.PlatformFault,
            judged.Capability.RuleText,
            [.. judged.Outcome.Clauses.Select(c => new ClauseDto(c.Clause.Text, c.Holds, c.Progress, c.Detail, c.Why))],
            [.. evidence.Take(ShownRecords).Select(Record)],
            Advice(judged.Capability, model, beat));
    }

    public static StageDto Stage(Stage stage) => new(
        stage.Name,
        stage.LastRun is null ? null : Record(stage.LastRun),
        stage.Owner,
        stage.Monitor is null ? null : Record(stage.Monitor));

    private static RecordDto Record(Fact fact) => new(fact.Kind, fact.Id, fact.At, fact.Grade);

    private static CapabilityAdviceDto Advice(Capability capability, MaturityModel model, TimeSpan beat) => new(
        capability.Entry.Feature,
        capability.Entry.Guard,
        capability.Entry.Deliverable,
        capability.Entry.Criterion,
        model.File.Check.Replace("{id}", capability.Id, StringComparison.Ordinal),
        capability.Entry.Days[0],
        capability.Entry.Days[1],
        capability.Wait(beat).TotalDays,
        capability.Entry.Depends);
}
