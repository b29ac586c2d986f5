using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Cli.Output;

/// <summary>
/// Rows without borders: capitals above, two spaces between, numbers right, cut at the terminal's width.
/// Without a terminal: tab-separated, whole values, no colour.
/// </summary>
internal sealed class TablePrinter(Terminal terminal, TableOptions options)
{
    private const int Gap = 2;
    private const int NarrowestText = 8;

    public void Print(IReadOnlyList<Column> columns, IReadOnlyList<JsonObject> rows)
    {
        if (terminal.OutIsTty)
        {
            PrintAligned(columns, rows);
        }
        else
        {
            PrintTabbed(columns, rows);
        }
    }

    private void PrintTabbed(IReadOnlyList<Column> columns, IReadOnlyList<JsonObject> rows)
    {
        if (!options.NoHeader)
        {
            terminal.Out.WriteLine(string.Join('\t', columns.Select(column => column.Header)));
        }
        foreach (var row in rows)
        {
            terminal.Out.WriteLine(string.Join('\t', columns.Select(column => JsonText.Raw(JsonText.Find(row, column.Path)))));
        }
    }

    private void PrintAligned(IReadOnlyList<Column> columns, IReadOnlyList<JsonObject> rows)
    {
        var now = terminal.Clock.GetUtcNow();
        var cells = rows.Select(row => columns.Select(column => Cell(column, row, now)).ToArray()).ToList();
        var widths = columns.Select((column, i) => Math.Max(options.NoHeader ? 0 : column.Header.Length, cells.Max(row => (int?)row[i].Length) ?? 0)).ToArray();
        if (!options.Wide)
        {
            Narrow(columns, widths);
        }
        if (!options.NoHeader)
        {
            WriteLine(columns, widths, [.. columns.Select(column => column.Header)], paint: false);
        }
        foreach (var row in cells)
        {
            WriteLine(columns, widths, row, paint: true);
        }
    }

    private static string Cell(Column column, JsonObject row, DateTimeOffset now) =>
        JsonText.Find(row, column.Path) is { } value ? column.Person(value, now) : "--";

    /// <summary>Takes what is too much from the widest text column, again and again.</summary>
    private void Narrow(IReadOnlyList<Column> columns, int[] widths)
    {
        var room = terminal.Width - (Gap * (columns.Count - 1));
        while (widths.Sum() > room)
        {
            var widest = Enumerable.Range(0, widths.Length).Where(i => !columns[i].AlignRight).DefaultIfEmpty(-1).MaxBy(i => i < 0 ? 0 : widths[i]);
            if (widest < 0 || widths[widest] <= NarrowestText)
            {
                return;
            }
            widths[widest]--;
        }
    }

    private void WriteLine(IReadOnlyList<Column> columns, int[] widths, string[] cells, bool paint)
    {
        var line = new StringBuilder();
        for (var i = 0; i < cells.Length; i++)
        {
            var text = cells[i].Length > widths[i] ? cells[i][..(widths[i] - 1)] + "…" : cells[i];
            var padding = new string(' ', widths[i] - text.Length);
            var shown = paint && columns[i].IsState ? terminal.Paint.State(cells[i], text) : text;
            line.Append(columns[i].AlignRight ? padding + shown : shown + padding);
            line.Append(' ', i < cells.Length - 1 ? Gap : 0);
        }
        terminal.Out.WriteLine(line.ToString().TrimEnd());
    }
}
