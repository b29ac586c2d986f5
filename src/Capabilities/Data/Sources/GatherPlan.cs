using Cairn.Contracts.Projects;
using Cairn.Data.Arrivals;

namespace Cairn.Data.Sources;

/// <summary>
/// What of a source is to be gathered now. A partition is due at the first time of the schedule after it has ended: with
/// <c>day at 02:00</c> the 5th is gathered on the 6th at 02:00. Everything due and not settled is gathered, oldest first; what was missing
/// is put on record once and looked for again each time.
/// </summary>
internal sealed class GatherPlan(SourceFiles files)
{
    /// <param name="newest">The newest arrival of each partition.</param>
    /// <param name="now">Domain time.</param>
    public IEnumerable<PlannedPartition> Make(string project, DataSource source, IReadOnlyList<ArrivalRow> newest, DateTimeOffset now)
    {
        SourceAddress address = SourceAddress.Of(source);
        Dictionary<string, ArrivalRow> known = newest.ToDictionary(a => a.Partition, StringComparer.Ordinal);
        if (address.Path is null) return [new PlannedPartition("", null)];
        if (address.Span != PartitionSpan.None) return InOrder(source, known, Due(source, address, newest, now), p => IsDue(project, source, p, known));
        return address.IsGlob && source.OnNew ? New(project, address.Path, known) : Whole(project, source, address.Path, known);
    }

    /// <summary>Partitions that have ended and that nothing has been settled about, oldest first.</summary>
    public IEnumerable<PlannedPartition> Waiting(DataSource source, IReadOnlyList<ArrivalRow> newest, DateTimeOffset now)
    {
        HashSet<string> settled = [.. newest.Where(a => a.Settled).Select(a => a.Partition)];
        return Due(source, SourceAddress.Of(source), newest, now).Where(p => !settled.Contains(p.Partition));
    }

    private static IEnumerable<PlannedPartition> Due(DataSource source, SourceAddress address, IReadOnlyList<ArrivalRow> newest, DateTimeOffset now)
    {
        if (address.Path is null || address.Span == PartitionSpan.None) return [];
        DateTime local = LocalTime(source, now);
        DateTime? earliest = newest.Select(a => PartitionClock.Parse(address.Span, a.Partition)).Where(p => p is not null).Min();
        // Without a beginning nobody says how far back to go: the partition that ended last is the first.
        DateTime first = source.Since?.ToDateTime(TimeOnly.MinValue) ?? earliest ?? PartitionClock.StartOf(address.Span, PartitionClock.StartOf(address.Span, local).AddTicks(-1));
        DateTime until = source.OnNew ? PartitionClock.Next(address.Span, PartitionClock.StartOf(address.Span, local)) : local;
        return PartitionClock.Ended(address.Span, first, until).Select(p => new PlannedPartition(PartitionClock.Name(address.Span, p), address.PathOf(p)));
    }

    private static IEnumerable<PlannedPartition> InOrder(
        DataSource source, Dictionary<string, ArrivalRow> known, IEnumerable<PlannedPartition> due, Func<PlannedPartition, bool> wanted)
    {
        foreach (PlannedPartition p in due)
        {
            ArrivalRow? before = known.GetValueOrDefault(p.Partition);
            if (source.OnFail == OnFail.Stop && before?.StateValue == ArrivalState.Quarantined) yield break;
            if (wanted(p)) yield return p with { Again = before is { Settled: false } };
        }
    }

    private bool IsDue(string project, DataSource source, PlannedPartition p, Dictionary<string, ArrivalRow> known)
    {
        ArrivalRow? before = known.GetValueOrDefault(p.Partition);
        if (source.OnNew) return Fingerprint(project, p.Path!) is { Length: > 0 } now && now != before?.Fingerprint;
        return before is null || (!before.Settled && (before.StateValue != ArrivalState.Missing || Fingerprint(project, p.Path!).Length > 0));
    }

    private IEnumerable<PlannedPartition> New(string project, string path, Dictionary<string, ArrivalRow> known)
        => files.Find(project, path).Select(f => (File: f, Plan: new PlannedPartition(Path.GetFileNameWithoutExtension(f.Name), f.FullName)))
            .Where(f => known.GetValueOrDefault(f.Plan.Partition)?.Fingerprint != SourceFiles.Fingerprint([f.File])).Select(f => f.Plan);

    private IEnumerable<PlannedPartition> Whole(string project, DataSource source, string path, Dictionary<string, ArrivalRow> known)
        => source.OnNew && (Fingerprint(project, path) is var now && (now.Length == 0 || now == known.GetValueOrDefault("")?.Fingerprint)) ? [] : [new PlannedPartition("", path)];

    private string Fingerprint(string project, string path)
    {
        try
        {
            return SourceFiles.Fingerprint(files.Find(project, path));
        }
        catch (UnusableSourceException)
        {
            // The gathering finds the same and puts it on record.
            return "unusable";
        }
    }

    private static DateTime LocalTime(DataSource source, DateTimeOffset now)
        => TimeZoneInfo.ConvertTime(now, source.Every is { } every ? TimeZoneInfo.FindSystemTimeZoneById(every.Zone) : TimeZoneInfo.Utc).DateTime;
}

/// <summary>A partition to be gathered and the path of its files.</summary>
/// <param name="Again">It was tried before without success.</param>
internal sealed record PlannedPartition(string Partition, string? Path, bool Again = false);
