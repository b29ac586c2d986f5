using System.Globalization;
using Cairn.Cli.Demo.Data;
using Cairn.Cli.Demo.Telling;

namespace Cairn.Cli.Demo.Story;

/// <summary>What people do at noon: what the plan has for the day, and what the day asks of them.</summary>
internal sealed class Play(TourPlan plan, Cast cast, Tally tally, Inbox inbox, Narrator narrator)
{
    private int? _rolledBackBefore;

    public async Task NoonAsync(int day, CancellationToken cancel)
    {
        foreach (var beat in plan.Beats.Where(b => b.Value == day).Select(b => b.Key))
        {
            await PlayAsync(beat, cancel);
        }
        // What was made under the old plan still waits for her after the plan has changed.
        await cast.ApproveAsync(cancel);
        if (plan.CutOff is { } cut && Tour.FirstDay.AddDays(day - 1) == cut.AddDays(2))
        {
            narrator.Act(Person.Ben, $"has the file of {cut:yyyy-MM-dd} delivered again, and gathers it");
            inbox.DeliverAgain(cut);
            await cast.IngestAgainAsync("flights", cut.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), cancel);
        }
        if (tally.RolledBack > _rolledBackBefore)
        {
            _rolledBackBefore = null;
            var incident = tally.LastIncident is { } id ? new Dictionary<string, string>(StringComparer.Ordinal) { ["Cairn-Incident"] = id } : [];
            await MergeAsync(Changes.Revert with { Trailers = incident }, cancel);
        }
    }

    private async Task PlayAsync(Beat beat, CancellationToken cancel)
    {
        switch (beat)
        {
            case Beat.FirstModel:
                await FirstModelAsync(cancel);
                break;
            case Beat.BadTable:
                _rolledBackBefore = tally.RolledBack;
                await MergeAsync(Changes.BadTable, cancel);
                break;
            default:
                await MergeAsync(Changes.All[beat], cancel);
                break;
        }
    }

    private async Task FirstModelAsync(CancellationToken cancel)
    {
        narrator.Act(Person.Ada, "runs the pipeline by hand");
        await cast.TrainAsync(cancel);
        if (tally.NewestModel is not { } version)
        {
            throw new TourException("the first run made no version");
        }
        narrator.Act(Person.Ada, $"hands version {version.Number} over to {Person.Cleo.Signature}");
        await cast.HandOverAsync(version.Id, cancel);
    }

    private Task MergeAsync(Change change, CancellationToken cancel)
    {
        narrator.Act(change.Author, $"merges '{change.Title}', reviewed by {change.Reviewer.Signature}");
        return cast.MergeAsync(change, cancel);
    }
}
