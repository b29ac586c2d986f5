namespace Cairn.Monitoring;

/// <summary>Share of questions that were answered, over up to thirty days. A question that was due and never asked (the server was down) was not answered.</summary>
internal static class AvailabilityMeasure
{
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);

    /// <param name="asked">Oldest first, at least one.</param>
    /// <param name="from">Start of the window, or of the day of the first question.</param>
    public static MeasuredSpan Measure(IReadOnlyList<Question> asked, DateTimeOffset from, DateTimeOffset to, TimeSpan every)
    {
        TimeSpan span = to - DateTimeOffset.FromUnixTimeMilliseconds(asked[0].At);
        long due = Math.Max(asked.Count, (long)Math.Ceiling(span / every));
        double availability = asked.Count(q => q.Answered) / (double)due;
        return new MeasuredSpan(asked.Count, [new Measure("availability", null, availability)])
            .With("days", Math.Floor((to - from).TotalDays)).With("availability", availability).With("probes", asked.Count)
            // Nothing announces that it will be down, so nothing of it was planned.
            .With("planned_s", 0);
    }
}
