using System.Text.Json.Nodes;
using Cairn.Contracts.Ledger;
using Cairn.Contracts.Maturity;
using Cairn.Maturity.Assess;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Records;
using Cairn.Platform.Web.Charts;

namespace Cairn.Maturity.Ladders;

/// <summary>Puts the maturity page together.</summary>
internal sealed class MaturityReader(Assessments assessments, RecordShelf shelf)
{
    public async Task<MaturityPageModel> ReadAsync(string project, string? ladder, CancellationToken cancellation)
    {
        AssessmentDto now = await assessments.NowAsync(project, alone: false, cancellation);
        ProjectRecords records = await shelf.ReadAsync(project, cancellation);
        LedgerEvent[] made = [.. records.Own.Where(e => e.Type == "assessment.made")];
        HashSet<string> changed = made.Length == 0 ? [] : [.. EventData.Texts(made[^1].Data["changed"])];
        return new MaturityPageModel
        {
            Assessment = now,
            Alone = now.Simulated ? await assessments.NowAsync(project, alone: true, cancellation) : null,
            LadderId = now.Ladders.FirstOrDefault(l => l.Id == ladder)?.Id ?? now.Ladders[0].Id,
            History = History(now, made),
            Changed = [.. now.Capabilities.Where(c => changed.Contains(c.Id)).Take(8)],
            Grades = [.. Enumerable.Range(0, 4).Select(g => now.Capabilities.SelectMany(c => c.Evidence).Where(r => r.Grade == g).Select(r => (r.Kind, r.Id)).Distinct().Count())],
        };
    }

    private static ChartSpec History(AssessmentDto now, LedgerEvent[] made) => new LevelChart(
        [.. now.Ladders.Select((l, i) => new LevelLine(l.Title, i, made.Length == 0 ? [] : [.. made.Select(e => new LevelChange(e.At, Level(e, l.Id))), new LevelChange(now.AsOf, l.Level)]))],
        now.Ladders.Max(l => l.Top)).Build();

    private static int Level(LedgerEvent e, string ladder) => (int)(EventData.Number((e.Data["levels"] as JsonObject)?[ladder]) ?? 0);
}
