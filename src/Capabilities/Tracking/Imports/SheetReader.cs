using System.Text;

namespace Cairn.Tracking.Imports;

/// <summary>Reads comma-separated values, or those of another separator, as RFC 4180 has them: quotes double within quotes, lines end by LF or CRLF, a quoted field may hold them.</summary>
internal static class SheetReader
{
    public const int MostFields = 1000, LongestField = 100_000;

    /// <exception cref="MlflowException">A quote is not closed, or a row or field is too long, with its line.</exception>
    public static IEnumerable<IReadOnlyList<string>> Rows(TextReader text, char separator = ',')
    {
        (var row, var field, int line) = (new List<string>(), new StringBuilder(), 1);
        for (int c = text.Read(); c >= 0; c = text.Read())
        {
            if (c == '"' && field.Length == 0) Quoted(text, field, ref line);
            else if (c == separator) End(row, field, line);
            else if (c == '\n')
            {
                line++;
                End(row, field, line);
                if (row.Count > 1 || row[0].Length > 0) yield return row;
                row = [];
            }
            else if (c != '\r') field.Append((char)c);
            if (field.Length > LongestField) throw Fault(line, $"a field is longer than {LongestField} characters");
        }
        if (row.Count == 0 && field.Length == 0) yield break;
        End(row, field, line);
        yield return row;
    }

    private static void Quoted(TextReader text, StringBuilder field, ref int line)
    {
        int opened = line;
        for (int c = text.Read(); ; c = text.Read())
        {
            if (c < 0) throw Fault(opened, "a quote is not closed");
            if (c == '\n') line++;
            if (c != '"') field.Append((char)c);
            else if (text.Peek() == '"') field.Append((char)text.Read());
            else return;
            if (field.Length > LongestField) throw Fault(opened, $"a field is longer than {LongestField} characters");
        }
    }

    private static void End(List<string> row, StringBuilder field, int line)
    {
        if (row.Count == MostFields) throw Fault(line, $"a row has more than {MostFields} fields");
        string text = field.ToString();
        if (text.Contains('\0')) throw Fault(line, "a field holds a NUL, which no text here does");
        row.Add(text);
        field.Clear();
    }

    private static MlflowException Fault(int line, string what) => MlflowException.Invalid($"Line {line} of the sheet: {what}.");
}
