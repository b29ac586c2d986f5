using System.Text;
using System.Text.Unicode;

namespace Cairn.Serving.Scoring;

/// <summary>Reads CSV after RFC 4180: a header row, commas, quotes doubled inside quotes, CRLF or LF.</summary>
internal static class CsvReader
{
    private const int MostColumns = 10_000;

    public static void Read(RowCollector rows, ReadOnlySpan<byte> body)
    {
        string text = Text(body);
        int at = 0;
        List<string> cells = [];
        if (!ReadLine(text, ref at, cells)) throw RequestFault.Malformed("The CSV is empty; send a header row and at least one row.");
        int[] columns = [.. cells.Select(rows.Find)];
        if (columns.Where(c => c != RowCollector.Other).GroupBy(c => c).Any(g => g.Count() > 1)) throw RequestFault.Malformed("The CSV's header has a name twice.");
        while (ReadLine(text, ref at, cells))
        {
            if (cells.Count != columns.Length) throw RequestFault.Malformed($"Row {rows.Rows} of the CSV has {cells.Count} cells; the header has {columns.Length}.");
            for (int i = 0; i < columns.Length; i++) rows.Cell(cells[i], columns[i]);
            rows.EndRow();
        }
    }

    /// <summary>The text without its byte order mark.</summary>
    public static string Text(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body)) throw RequestFault.Malformed("The CSV is no valid UTF-8.");
        string text = Encoding.UTF8.GetString(body);
        if (text.Contains('\0', StringComparison.Ordinal)) throw RequestFault.Malformed("The CSV holds the character U+0000.");
        return text.StartsWith('\uFEFF') ? text[1..] : text;
    }

    /// <summary>Reads one line's cells; false at the end.</summary>
    public static bool ReadLine(string text, ref int at, List<string> cells)
    {
        cells.Clear();
        if (at >= text.Length) return false;
        while (true)
        {
            cells.Add(at < text.Length && text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at));
            if (cells.Count > MostColumns) throw RequestFault.TooLarge($"The CSV has more than {MostColumns} columns.");
            if (at >= text.Length) return true;
            if (text[at++] == ',') continue;
            if (text[at - 1] == '\r' && at < text.Length && text[at] == '\n') at++;
            return true;
        }
    }

    private static string Plain(string text, ref int at)
    {
        int start = at;
        at = text.AsSpan(at).IndexOfAny(',', '\r', '\n') is var end and >= 0 ? at + end : text.Length;
        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var cell = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"') cell.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') cell.Append(text[at++]);
            else break;
        }

        at++;
        bool ends = at == text.Length || (at < text.Length && text[at] is ',' or '\r' or '\n');
        return ends ? cell.ToString() : throw RequestFault.Malformed("The CSV has a quoted cell that does not end well.");
    }
}
