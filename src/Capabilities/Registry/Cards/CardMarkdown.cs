using System.Globalization;
using System.Text;

namespace Cairn.Registry.Cards;

/// <summary>A card as a page of Markdown that stands on its own.</summary>
internal static class CardMarkdown
{
    private const int MostSlices = 20;

    public static string Write(ModelCard card)
    {
        var text = new StringBuilder($"# {card.Version.Model} v{card.Version.Number}\n");
        Table(text, "", ["", ""], [
            ["owner", card.Owner ?? "nobody is named"], ["purpose", card.Purpose ?? "not said"], ["digest", card.Version.Digest], ["format", $"{card.Version.Format}, {card.Version.Size} bytes"],
            ["registered", Day(card.Version.RegisteredAt)], ["aliases", card.Version.Aliases.Count == 0 ? "none" : string.Join(", ", card.Version.Aliases)]]);
        foreach (CardPart part in CardPart.All) Written(text, part, card.Written.FirstOrDefault(t => t.Part == part.Name));
        Table(text, "Data", ["name", "digest", "used for"], card.Data.Select(d => (string[])[d.Name, d.Digest, d.Context]));
        Table(text, card.Evaluation is { } e ? $"Metrics, on {e.DataDigest}, {Day(e.At)}" : "Metrics", ["metric", "value"], card.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (string[])[m.Key, Number(m.Value)]));
        Table(text, "Slices", ["slice", "rows", "metrics"], (card.Evaluation?.Result.Slices ?? []).OrderByDescending(s => s.N).Take(MostSlices)
            .Select(s => (string[])[$"{s.Column} = {s.Value}", s.N.ToString(CultureInfo.InvariantCulture), string.Join(", ", s.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key} {Number(m.Value)}"))]));
        Table(text, "Gates", ["gate", "for", "decision", "reason", "when"], card.Gates.Select(g => (string[])[g.Gate, g.Endpoint, g.Decision, g.Reason, Day(g.At)]));
        Table(text, "Where it answers", ["endpoint", "environment", "as", "share", "since"], card.Places.Select(p => (string[])[p.Endpoint, p.Environment, p.Role, p.Weight.ToString("P0", CultureInfo.InvariantCulture), Day(p.Since)]));
        Table(text, "Parameters", ["name", "value"], card.Params.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (string[])[p.Key, p.Value]));
        Lineage(text, card.Lineage);
        return text.ToString();
    }

    private static void Written(StringBuilder text, CardPart part, CardText? written)
    {
        text.Append($"\n## {part.Title}\n\n");
        if (written is null) text.Append($"*Nobody has written this yet: {part.Asks}*\n");
        else text.Append($"{written.Text}\n\n*{written.Author}, {Day(written.WrittenAt)}, text {written.Number}, for v{written.FromVersion}*\n");
    }

    private static void Lineage(StringBuilder text, CardLineage l) => Table(text, "Lineage", ["", ""], [
        ["origin", l.Origin], ["run", l.Run ?? "none"], ["tracked run", l.TrackedRun ?? "none"], ["pipeline", l.Pipeline ?? "none"], ["commit", l.Commit ?? "none"], ["recipe", l.Recipe ?? "none"],
        ["same content", l.SameContent.Count == 0 ? "no other version" : string.Join(", ", l.SameContent)], ["record", l.Event]]);

    private static void Table(StringBuilder text, string title, string[] head, IEnumerable<string[]> rows)
    {
        if (title.Length > 0) text.Append($"\n## {title}\n");
        string[][] all = [.. rows];
        if (all.Length == 0)
        {
            text.Append("\nNone on record.\n");
            return;
        }
        text.Append($"\n| {string.Join(" | ", head)} |\n|{string.Concat(Enumerable.Repeat("---|", head.Length))}\n");
        foreach (string[] row in all) text.Append($"| {string.Join(" | ", row.Select(Cell))} |\n");
    }

    // A cell is one line, and its bars are not those of the table.
    private static string Cell(string value) => value.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Day(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
