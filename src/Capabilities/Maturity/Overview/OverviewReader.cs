using Cairn.Contracts.Maturity;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Loop;
using Cairn.Platform.Ledger;
using Cairn.Platform.Web;
using Cairn.Projects;

namespace Cairn.Maturity.Overview;

/// <summary>Puts the overview of one project together.</summary>
internal sealed class OverviewReader(LoopReader loops, Stations stations, Assessments assessments, ILedger ledger, TimeProvider time)
{
    private const int Lines = 8, Read = 100, Gaps = 3;

    public async Task<OverviewModel> ReadAsync(ProjectView project, CancellationToken cancellation)
    {
        LoopRecord loop = await loops.ReadAsync(project.Name, cancellation);
        AssessmentDto assessment = await assessments.RecentAsync(project.Name, cancellation);
        IReadOnlyList<SealedEvent> newest = await ledger.ReadBackAsync(null, Read, new EventFilter { Project = project.Name }, cancellation);
        DateTimeOffset now = time.GetUtcNow();
        return new OverviewModel
        {
            Project = project.Name,
            Purpose = project.File.Project.Purpose,
            Status = StatusOf(loop, project.State),
            Stations = await stations.OfAsync(loop, now, cancellation),
            Waiting = [.. WaitingThings.Of(loop, assessment)],
            LastTurn = loop.LastTurn() is { Ticks: > 0 } turn ? "last full turn " + Format.Duration(turn) : null,
            Quality = LoopCharts.Quality(loop),
            Traffic = LoopCharts.Traffic(loop),
            Happened = Happenings.Of(newest, loop.Names, Lines),
            Assessment = assessment,
            Cheapest = [.. Cheapest(assessment)],
        };
    }

    /// <summary>Where the loop stands, in a word.</summary>
    public static Status StatusOf(LoopRecord loop, string state)
    {
        if (state != ProjectStates.Active) return state == ProjectStates.Paused ? Status.Of("Paused") : Status.Of("Archived");
        if (loop.Releasing) return Status.Of("Release in progress");
        if (loop.Running) return Status.Of("Running");
        if (loop.NewestOfEach().Any(w => LoopNumbers.Values(w.Data).Any(v => v.Breached))) return Status.Of("Breached");
        return loop.Served is not null ? Status.Of("Healthy") : loop.LastActivity is null ? Status.Of("Unknown") : Status.Of("Active");
    }

    private static IEnumerable<CapabilityDto> Cheapest(AssessmentDto assessment)
    {
        HashSet<string> gaps = [.. assessment.Ladders.Where(l => l.Next is not null).SelectMany(l => l.Next!.Gaps)];
        return assessment.Capabilities.Where(c => gaps.Contains(c.Id)).OrderBy(c => c.Advice.DaysTo).ThenBy(c => c.Advice.WaitDays).Take(Gaps);
    }
}
