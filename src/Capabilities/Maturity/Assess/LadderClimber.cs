using Cairn.Contracts.Maturity;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Model;

namespace Cairn.Maturity.Assess;

/// <summary>Turns statuses into a level, what it rests on, how long it holds, and what the next one needs.</summary>
internal sealed class LadderClimber(MaturityModel model, LadderEntry ladder, IReadOnlyList<Judged> all, FoldContext context)
{
    private readonly Dictionary<string, Judged> _byId = all.ToDictionary(j => j.Capability.Id, StringComparer.Ordinal);

    private int Top => ladder.Levels.Count - 1;

    public LadderDto Climb()
    {
        int level = Highest(j => j.Counts);
        int withWaivers = Highest(j => j.Counts || j.Waived);
        Judged[] below = [.. Enumerable.Range(1, level).SelectMany(Asked)];
        Judged? first = level == 0 ? null : below.Where(j => j.Drops is not null).MinBy(j => j.Drops);
        return new LadderDto(
            ladder.Id,
            ladder.Title,
            level,
            Top,
            ladder.Levels[level].Name,
            HeldSince.Find(context, ladder.Id, level),
            below.Count(j => j.Status == CapabilityStatus.Attested),
            withWaivers,
            Enumerable.Range(1, withWaivers).SelectMany(Asked).Count(j => j.Waived),
            below.Any(WithApproval),
            first?.Drops,
            first?.Capability.Id,
            level == Top ? null : Next(level + 1));
    }

    private int Highest(Func<Judged, bool> counts)
    {
        int level = 0;
        while (level < Top && Asked(level + 1).All(counts) && Groups(level + 1).All(g => g.Members.Count(m => counts(_byId[m])) >= g.Min)) level++;
        return level;
    }

    /// <summary>What this level adds and gates; members of a group are asked together, not one by one.</summary>
    private IEnumerable<Judged> Asked(int level)
    {
        HashSet<string> grouped = [.. Groups(level).SelectMany(g => g.Members)];
        return all.Where(j => j.Capability.Gates && j.Capability.Level(ladder.Id) == level && !grouped.Contains(j.Capability.Id));
    }

    private IEnumerable<GroupEntry> Groups(int level) => model.File.Groups.Where(g => g.Ladder == ladder.Id && g.Level == level);

    private NextLevelDto Next(int level)
    {
        Judged[] asked = [.. Enumerable.Range(1, level).SelectMany(Asked)];
        Judged[] missing = [.. asked.Where(j => !j.Counts), .. Enumerable.Range(1, level).SelectMany(Groups).SelectMany(CheapestMissing)];
        double wait = missing.Select(j => j.Capability.Wait(context.Project.Beat).TotalDays).DefaultIfEmpty(0).Max();
        return new NextLevelDto(
            level,
            ladder.Levels[level].Name,
            asked.Count(j => j.Counts),
            missing.Sum(j => j.Capability.Entry.Days[0]),
            missing.Sum(j => j.Capability.Entry.Days[1]),
            wait,
            context.Now.AddDays(wait),
            [.. missing.Select(j => j.Capability.Id)]);
    }

    private IEnumerable<Judged> CheapestMissing(GroupEntry group)
    {
        Judged[] members = [.. group.Members.Select(m => _byId[m])];
        int lacking = group.Min - members.Count(j => j.Counts);
        return members.Where(j => !j.Counts).OrderBy(j => j.Capability.Entry.Days[1]).Take(Math.Max(0, lacking));
    }

    private static bool WithApproval(Judged judged) =>
        judged.Outcome.Evidence.Any(f => f.Kind is "cycle" or "release" && f["approvals"] is > 0.0 && judged.Capability.Level("microsoft") >= 4);
}
