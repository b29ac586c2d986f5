namespace Cairn.Monitoring;

/// <summary>
/// Share of the minutes in which an endpoint answered, over up to thirty days. A prober's results speak for their minutes; where it was not there, the
/// questions from inside do; a minute for which nobody speaks (the server was down) was not answered. Minutes of announced downtime that were not answered
/// are told apart and not held against it.
/// </summary>
internal static class AvailabilityMeasure
{
    public static readonly TimeSpan Window = TimeSpan.FromDays(30);
    private const long Minute = 60_000;

    private enum Word : byte
    {
        None,
        Answered,
        Failed,
    }

    /// <param name="record">At least one question or result.</param>
    /// <param name="from">Start of the window, or of the day of the first question.</param>
    /// <param name="every">Between two questions from inside.</param>
    public static MeasuredSpan Measure(AvailabilityRecord record, DateTimeOffset from, DateTimeOffset to, TimeSpan every)
    {
        (long step, long end) = ((long)every.TotalMilliseconds, to.ToUnixTimeMilliseconds());
        long begin = record.First / step * step;
        var inside = new Word[(end - begin + Minute - 1) / Minute];
        var outside = new Word[inside.Length];
        foreach (Question q in record.Asked) Say(inside, q.At / step * step - begin, step, q.Answered);
        foreach (ProbeResult r in record.Probed) Say(outside, r.At / Minute * Minute - begin, r.EveryS * 1000, r.Answered);
        int answered = 0, planned = 0;
        for (int i = 0; i < inside.Length; i++)
        {
            if ((outside[i] == Word.None ? inside[i] : outside[i]) == Word.Answered) answered++;
            else if (record.Planned.Any(p => p.Begins <= begin + (i * Minute) && begin + (i * Minute) < p.Ends)) planned++;
        }

        int due = inside.Length - planned, questions = record.Asked.Count + record.Probed.Count;
        double availability = due == 0 ? 1 : answered / (double)due;
        return new MeasuredSpan(questions, [new Measure("availability", null, availability)])
            .With("days", Math.Floor((to - from).TotalDays)).With("availability", availability).With("probes", questions).With("planned_s", planned * 60L);
    }

    /// <summary>One that failed outweighs those that were answered in its minute.</summary>
    private static void Say(Word[] minutes, long from, long length, bool answered)
    {
        for (long at = from / Minute; at < minutes.Length && at * Minute < from + length; at++)
            if (at >= 0 && minutes[at] != Word.Failed) minutes[at] = answered ? Word.Answered : Word.Failed;
    }
}
