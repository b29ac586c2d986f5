using System.Globalization;
using Cairn.Contracts.Maturity;
using Cairn.Platform.Web;

namespace Cairn.Maturity.Ladders;

/// <summary>Statuses, levels and spans of the assessment in the words of pages.</summary>
internal static class StatusWords
{
    public static Status Of(CapabilityDto capability) => Status.Of(Word(capability.Status), capability.Reason);

    public static string Word(string status) => status switch
    {
        CapabilityStatus.Pass => "Pass",
        CapabilityStatus.Grace => "Grace",
        CapabilityStatus.Attested => "Attested",
        CapabilityStatus.Superseded => "Superseded",
        CapabilityStatus.NotApplicable => "Not applicable",
        CapabilityStatus.Stale => "Stale",
        CapabilityStatus.Fail => "Fail",
        CapabilityStatus.Waived => "Waived",
        CapabilityStatus.Indicator => "Indicator",
        _ => "Unknown",
    };

    public static int? LevelOn(CapabilityDto capability, string ladder) => ladder == "google" ? capability.Google : capability.Microsoft;

    /// <summary>The rungs of a ladder; a level above the next shows how much of it is held already.</summary>
    public static IReadOnlyList<Rung> Rungs(AssessmentDto assessment, LadderDto ladder) =>
        [.. Enumerable.Range(0, ladder.Top + 1).Select(level => One(assessment, ladder, level))];

    public static string Days(double from, double to) => from.Equals(to) ? Number(from) : $"{Number(from)}–{Number(to)}";

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>What there is to say under a ladder, smallest word last.</summary>
    public static string Sentence(LadderDto ladder)
    {
        var parts = new List<string>();
        if (ladder.Next is { } next)
            parts.Add($"To level {next.Level}: {next.Gaps.Count} missing, {Days(next.DaysFrom, next.DaysTo)} days of work, {(next.WaitDays > 0 ? $"at least {Number(next.WaitDays)} days of waiting" : "no waiting")}.");
        if (ladder.HoldsUntil is { } until) parts.Add($"Holds until {Day(until)} if nothing new is recorded.");
        if (ladder.Attested > 0) parts.Add($"{ladder.Attested} of it rest on what people state.");
        if (ladder.WithApproval) parts.Add("With approvals that policy demands.");
        if (ladder.LevelWithWaivers > ladder.Level) parts.Add($"Would be {ladder.LevelWithWaivers} with {ladder.Waived} waived.");
        return parts.Count == 0 ? "The top of this ladder." : string.Join(' ', parts);
    }

    private static Rung One(AssessmentDto assessment, LadderDto ladder, int level)
    {
        CapabilityDto[] asked = [.. assessment.Capabilities.Where(c => c.Strength == "must" && LevelOn(c, ladder.Id) == level)];
        int held = asked.Count(c => CapabilityStatus.Counts(c.Status));
        string note = level == 0 ? "the floor" : level <= ladder.Level ? "earned" : $"{held} of {asked.Length} held";
        RungState state = level < ladder.Level ? RungState.Held : level == ladder.Level ? RungState.Here : level == ladder.Level + 1 ? RungState.Next : RungState.Later;
        return new Rung(level, LevelNames.Of(ladder.Id, level), note, state, level > ladder.Level && asked.Length > 0 ? held / (double)asked.Length : null);
    }
}
