using Cairn.Contracts.Projects;

namespace Cairn.Tracking.Boards;

/// <summary>Ranks what may be compared and says why the rest is left out. A run that has no digest in common with the others has no place among them.</summary>
internal sealed class BoardMaking(Goal goal, IReadOnlyList<BoardRow> rows, ILookup<long, BoardInput> inputs)
{
    private const int Examples = 5, MostReasons = 12;

    /// <param name="named">Digest of the evaluation data; null to take what most runs share.</param>
    public Board Make(string? named, int places, bool more)
    {
        string? on = named ?? MostShared();
        BoardRow[] ranked = [.. Ordered(rows.Where(r => Reason(r, on) is null))];
        double best = ranked.Length > 0 ? ranked[0].Value!.Value : 0;
        string? data = on is null ? null : rows.SelectMany(r => inputs[r.Num]).FirstOrDefault(i => i.Digest == on && !i.IsTraining)?.Name;
        return new Board(goal.Metric, goal.Maximize ? "max" : "min", on, data, named is not null, rows.Count, more, [.. Places(ranked, best).Take(places)], [.. Trend(ranked)], LeftOut(on));
    }

    /// <summary>The best first, of equal ones the oldest.</summary>
    public IEnumerable<BoardRow> Ordered(IEnumerable<BoardRow> some)
        => (goal.Maximize ? some.OrderByDescending(r => r.Value) : some.OrderBy(r => r.Value)).ThenBy(r => r.StartTime).ThenBy(r => r.Num);

    private static IEnumerable<BoardPlace> Places(BoardRow[] ranked, double best)
    {
        int place = 0;
        for (int i = 0; i < ranked.Length; i++)
        {
            BoardRow r = ranked[i];
            if (i == 0 || r.Value != ranked[i - 1].Value) place = i + 1;
            yield return new BoardPlace(place, r.Name, r.Id, r.Experiment, r.Value!.Value, Math.Abs(best - r.Value.Value), r.UserId, At(r));
        }
    }

    private IEnumerable<BoardPoint> Trend(IEnumerable<BoardRow> ranked)
    {
        double? best = null;
        foreach (BoardRow r in ranked.OrderBy(r => r.StartTime).ThenBy(r => r.Num))
        {
            double value = r.Value!.Value;
            best = best is { } before && (goal.Maximize ? before >= value : before <= value) ? before : value;
            yield return new BoardPoint(At(r), r.Name, value, best.Value);
        }
    }

    private IReadOnlyList<BoardLeftOut> LeftOut(string? on)
    {
        BoardLeftOut[] all = [.. rows.Select(r => (Run: r, Why: Reason(r, on))).Where(r => r.Why is not null).GroupBy(r => r.Why!, r => r.Run.Name, StringComparer.Ordinal)
            .Select(g => new BoardLeftOut(g.Key, g.Count(), [.. g.Take(Examples)])).OrderByDescending(l => l.Count).ThenBy(l => l.Reason, StringComparer.Ordinal)];
        if (all.Length <= MostReasons) return all;
        BoardLeftOut[] rest = all[(MostReasons - 1)..];
        return [.. all[..(MostReasons - 1)], new BoardLeftOut($"{rest.Length} other reasons, most of them other data", rest.Sum(l => l.Count), [.. rest.SelectMany(l => l.Runs).Take(Examples)])];
    }

    /// <summary>Why a run is left out; null when it has a place.</summary>
    private string? Reason(BoardRow run, string? on)
    {
        if (run.Status != "FINISHED") return run.Status is "RUNNING" or "SCHEDULED" ? "it is still running" : "it did not finish";
        if (run.Value is null) return $"it has no {goal.Metric}";
        if (!run.IsNumber) return $"its {goal.Metric} is not a finite number";
        BoardInput[] judged = [.. inputs[run.Num].Where(i => !i.IsTraining)];
        if (inputs[run.Num].Any(i => i.IsTraining && i.Digest == on)) return "it was trained on the evaluation data";
        if (judged.Length == 0) return "it does not say on which data it was evaluated";
        return judged.Any(i => i.Digest == on) ? null : $"it was evaluated on other data: {judged[0].Name} {judged[0].Digest}";
    }

    /// <summary>Digest of the evaluation data that most of the runs share.</summary>
    public string? MostShared() => rows.Where(r => r.Status == "FINISHED" && r.IsNumber).SelectMany(r => inputs[r.Num].Where(i => !i.IsTraining).Select(i => i.Digest).Distinct())
        .GroupBy(d => d, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;

    private static DateTimeOffset At(BoardRow run) => DateTimeOffset.FromUnixTimeMilliseconds(run.StartTime);
}
