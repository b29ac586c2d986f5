using System.Text;
using Microsoft.AspNetCore.Http;

namespace Cairn.Platform.Web;

/// <summary>Comma-separated text after RFC 4180, with formulas of spreadsheets made harmless.</summary>
public static class Csv
{
    public static string Of<T>(IEnumerable<T> rows, IReadOnlyList<Column<T>> columns)
    {
        var text = new StringBuilder().AppendJoin(',', columns.Select(c => Field(c.Key))).Append("\r\n");
        foreach (var row in rows)
        {
            text.AppendJoin(',', columns.Select(c => Field(c.Text(row)))).Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>The answer of a list asked for as <c>.csv</c>.</summary>
    public static IResult File<T>(string name, IEnumerable<T> rows, IReadOnlyList<Column<T>> columns) =>
        Results.File(Encoding.UTF8.GetBytes(Of(rows, columns)), "text/csv; charset=utf-8", name + ".csv");

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
