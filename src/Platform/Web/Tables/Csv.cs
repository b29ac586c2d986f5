namespace Cairn.Platform.Web;

/// <summary>Comma-separated text after RFC 4180, with formulas of spreadsheets made harmless.</summary>
public static class Csv
{
    /// <summary>The line of names.</summary>
    public static string Head<T>(IReadOnlyList<Column<T>> columns) => string.Join(',', columns.Select(c => Field(c.Key))) + "\r\n";

    /// <summary>The line of one row.</summary>
    public static string Line<T>(T row, IReadOnlyList<Column<T>> columns) => string.Join(',', columns.Select(c => Field(c.Text(row)))) + "\r\n";

    internal static string Field(string? value)
    {
        var text = value ?? "";
        if (text.Length > 1 && text[0] is '=' or '+' or '@' or '\t' && !double.TryParse(text, out _))
        {
            text = "'" + text;
        }

        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : "\"" + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
    }
}
