using System.Globalization;

namespace Cairn.DuckDb;

/// <summary>Puts names and values into SQL text where a parameter cannot stand (COPY, CREATE VIEW, table functions).</summary>
public static class DuckSql
{
    /// <summary>A name in double quotes: <c>a"b</c> becomes <c>"a""b"</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty or holds a zero character.</exception>
    public static string Identifier(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        RefuseZero(name);
        return '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
    }

    /// <summary>A text in single quotes: <c>it's</c> becomes <c>'it''s'</c>.</summary>
    /// <exception cref="ArgumentException">The text holds a zero character.</exception>
    public static string Literal(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        RefuseZero(text);
        return '\'' + text.Replace("'", "''", StringComparison.Ordinal) + '\'';
    }

    /// <summary>A value as a literal: null, bool, whole numbers, double, decimal, DateOnly, DateTime (UTC) or text.</summary>
    public static string Literal(object? value) => value switch
    {
        null => "NULL",
        bool b => b ? "TRUE" : "FALSE",
        string s => Literal(s),
        double d => double.IsFinite(d) ? d.ToString("R", CultureInfo.InvariantCulture) + "::DOUBLE" : Literal(d.ToString(CultureInfo.InvariantCulture)) + "::DOUBLE",
        float f => Literal((double)f),
        decimal m => m.ToString(CultureInfo.InvariantCulture),
        DateOnly d => $"DATE '{d:yyyy-MM-dd}'",
        DateTime t => $"TIMESTAMP '{t:yyyy-MM-dd HH:mm:ss.ffffff}'",
        sbyte or byte or short or ushort or int or uint or long or ulong => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        _ => throw new ArgumentException($"A value of type {value.GetType().Name} cannot be written as SQL.", nameof(value)),
    };

    /// <summary>A list of texts, for example of the files of one read: <c>['a', 'b']</c>.</summary>
    public static string List(IEnumerable<string> texts) => '[' + string.Join(", ", texts.Select(Literal)) + ']';

    private static void RefuseZero(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("SQL text must not hold a zero character.", nameof(text));
    }
}
