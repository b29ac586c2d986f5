using Cairn.Contracts.Ledger;
using Cairn.Maturity.Facts;
using Cairn.Maturity.Loop;
using Cairn.Maturity.Sentences;
using Cairn.Platform.Ledger;
using Cairn.Platform.Web;

namespace Cairn.Maturity.Overview;

/// <summary>The newest events as lines; windows that closed one after another within their limits are one line.</summary>
internal static class Happenings
{
    public static IReadOnlyList<TimelineEntry> Of(IReadOnlyList<SealedEvent> newestFirst, SubjectNames names, int most)
    {
        var lines = new List<TimelineEntry>(most);
        for (int i = 0; i < newestFirst.Count && lines.Count < most;)
        {
            int quiet = newestFirst.Skip(i).TakeWhile(e => IsQuiet(e.Event)).Count();
            lines.Add(quiet > 1 ? Together([.. newestFirst.Skip(i).Take(quiet).Select(e => e.Event)]) : Line(newestFirst[i].Event, names));
            i += Math.Max(1, quiet);
        }
        return lines;
    }

    private static bool IsQuiet(LedgerEvent e) => e.Type == "window.closed" && !LoopNumbers.Values(e.Data).Any(v => v.Breached);

    private static TimelineEntry Together(LedgerEvent[] windows)
    {
        string[] kinds = [.. windows.Select(w => EventData.Text(w.Data["of"]) ?? "production").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return TimelineEntry.Plain(windows[0].At, "activity", Token.Ok, $"{windows.Length} windows closed within their limits: {string.Join(", ", kinds)}");
    }

    private static TimelineEntry Line(LedgerEvent e, SubjectNames names)
    {
        Sentence sentence = EventSentence.Of(e, names);
        return new TimelineEntry(e.At, sentence.Icon, sentence.Token, sentence.Html);
    }
}
