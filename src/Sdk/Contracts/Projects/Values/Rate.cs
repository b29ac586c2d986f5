using System.Globalization;
using System.Runtime.InteropServices;

namespace Cairn.Contracts.Projects;

/// <summary>At most so many in a span, written <c>1 per 6h</c> or <c>1 per year</c>. A month is 30 days, a year 365.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Rate(int Count, TimeSpan Per)
{
    internal const string Pattern = "^[1-9][0-9]* per [0-9a-z]+$";

    private static readonly (string Word, int Days)[] Words = [("day", 1), ("week", 7), ("month", 30), ("year", 365)];

    public static Parsed<Rate> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(" per ");
        if (parts.Length != 2 || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 1)
        {
            return Parsed.Bad<Rate>("a rate is '<number> per <span>', such as 1 per 6h or 2 per week");
        }

        var span = Span(parts[1]);
        return span is { } per
            ? Parsed.Good(new Rate(count, per))
            : Parsed.Bad<Rate>("the span of a rate is hour, day, week, month, year or a duration such as 6h", parts[0].Length + 5,
                Nearest.To(parts[1], ["hour", .. Words.Select(w => w.Word)]));
    }

    public override string ToString() => $"{Count} per {Durations.Format(Per)}";

    private static TimeSpan? Span(string text)
    {
        if (text == "hour")
        {
            return TimeSpan.FromHours(1);
        }

        var word = Array.Find(Words, w => w.Word == text);
        return word.Word is not null ? TimeSpan.FromDays(word.Days) : Durations.TryParse(text, out var span) ? span : null;
    }
}
