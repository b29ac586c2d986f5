using System.Globalization;
using Cairn.Contracts.Projects;
using Cairn.Data.Arrivals;
using Cairn.Data.Sources.Kinds;

namespace Cairn.Data.Sources;

/// <summary>
/// What of a source is to be gathered now. A partition is due at the first time of the schedule after it has ended: with
/// <c>day at 02:00</c> the 5th is gathered on the 6th at 02:00. Everything due and not settled is gathered, oldest first; what was missing
/// is put on record once and looked for again each time; what is within <c>late</c> is looked at again for changes.
/// </summary>
internal sealed class GatherPlan(SourceCatalog kinds)
{
    private const string IncrementForm = "yyyy-MM-dd'T'HH-mm-ss";

    /// <param name="newest">The arrival that holds of each partition, by partition (<see cref="ArrivalStore.Standing"/>).</param>
    /// <param name="again">Partitions whose arrival does not count; increments by a watermark stay as they are, for the later ones begin where they end.</param>
    /// <param name="now">Domain time.</param>
    public async Task<IReadOnlyList<PlannedPartition>> MakeAsync(string project, DataSource source, IReadOnlyList<ArrivalRow> newest, IReadOnlySet<string> again, DateTimeOffset now, CancellationToken cancellation)
    {
        SourceAddress address = SourceAddress.Of(source);
        Dictionary<string, ArrivalRow> known = newest.Where(a => !again.Contains(a.Partition)).ToDictionary(a => a.Partition, StringComparer.Ordinal);
        if (address.Span != PartitionSpan.None) return await InTimeAsync(project, source, known, now, Due(source, newest, now), cancellation);
        if (source.Watermark is not null) return await IncrementAsync(project, source, newest, now, cancellation);
        if (address.HasMembers) return await MembersAsync(project, source, known, cancellation);
        ArrivalRow? before = known.GetValueOrDefault("");
        return !source.OnNew || await LookAsync(project, source, "", before, cancellation) is not { } offer || offer.IsNew(before?.Seen) ? [new PlannedPartition("", source, before?.Taken)] : [];
    }

    /// <summary>Partitions that have ended and that nothing has been settled about, oldest first.</summary>
    public IEnumerable<PlannedPartition> Waiting(DataSource source, IReadOnlyList<ArrivalRow> newest, DateTimeOffset now)
    {
        HashSet<string> settled = [.. newest.Where(a => a.Settled).Select(a => a.Partition)];
        return Due(source, newest, now).Where(p => !settled.Contains(p.Partition));
    }

    private static IEnumerable<PlannedPartition> Due(DataSource source, IReadOnlyList<ArrivalRow> newest, DateTimeOffset now)
    {
        SourceAddress address = SourceAddress.Of(source);
        if (address.Span == PartitionSpan.None) return [];
        DateTime local = LocalTime(source, now);
        DateTime? earliest = newest.Select(a => PartitionClock.Parse(address.Span, a.Partition)).Where(p => p is not null).Min();
        // Without a beginning nobody says how far back to go: the partition that ended last is the first.
        DateTime first = source.Since?.ToDateTime(TimeOnly.MinValue) ?? earliest ?? PartitionClock.StartOf(address.Span, PartitionClock.StartOf(address.Span, local).AddTicks(-1));
        DateTime until = source.OnNew ? PartitionClock.Next(address.Span, PartitionClock.StartOf(address.Span, local)) : local;
        return PartitionClock.Ended(address.Span, first, until).Select(p => new PlannedPartition(PartitionClock.Name(address.Span, p), address.At(p)) { Ends = PartitionClock.Next(address.Span, p) });
    }

    private async Task<IReadOnlyList<PlannedPartition>> InTimeAsync(
        string project, DataSource source, Dictionary<string, ArrivalRow> known, DateTimeOffset now, IEnumerable<PlannedPartition> due, CancellationToken cancellation)
    {
        List<PlannedPartition> all = [];
        foreach (PlannedPartition p in due)
        {
            ArrivalRow? before = known.GetValueOrDefault(p.Partition);
            if (source.OnFail == OnFail.Stop && before?.StateValue == ArrivalState.Quarantined) break;
            bool late = source.Late is { } age && p.Ends + age >= LocalTime(source, now);
            if (await IsDueAsync(project, source, p, before, late, cancellation)) all.Add(p with { Known = before?.Taken, Again = before is { Settled: false } });
        }
        return all;
    }

    private async Task<bool> IsDueAsync(string project, DataSource source, PlannedPartition p, ArrivalRow? before, bool late, CancellationToken cancellation)
    {
        if (before is null && !source.OnNew) return true;
        if (before is { Settled: true } && !source.OnNew && !late) return false;
        if (before is { Settled: false } && before.StateValue != ArrivalState.Missing && !source.OnNew) return true;
        if (await LookAsync(project, p.Source, p.Partition, before, cancellation) is not { } offer) return true;
        // What tells of a change only when it is brought is brought again as long as it may be late.
        return offer.Fingerprint == Offer.Untold && before is { Settled: true } ? late : offer.IsNew(before?.Seen);
    }

    // An increment that a dead server left open keeps its name; a new one is called by the time of its gathering.
    private async Task<IReadOnlyList<PlannedPartition>> IncrementAsync(string project, DataSource source, IReadOnlyList<ArrivalRow> newest, DateTimeOffset now, CancellationToken cancellation)
    {
        string? open = newest.FirstOrDefault(a => a.StateValue == ArrivalState.Running)?.Partition;
        ArrivalRow? before = newest.LastOrDefault(a => a.Settled);
        HashSet<string> taken = [.. newest.Select(a => a.Partition)];
        for (; open is null; now = now.AddSeconds(1))
            if (now.UtcDateTime.ToString(IncrementForm, CultureInfo.InvariantCulture) is var name && !taken.Contains(name)) open = name;
        return await LookAsync(project, source, open, before, cancellation) is not { } offer || offer.IsNew(before?.Fingerprint) ? [new PlannedPartition(open, source, before?.Fingerprint)] : [];
    }

    private async Task<IReadOnlyList<PlannedPartition>> MembersAsync(string project, DataSource source, Dictionary<string, ArrivalRow> known, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<Member> members = await kinds.Of(source).MembersAsync(new SourceAsk(project, source, ""), cancellation) ?? [];
            return [.. members.Where(m => known.GetValueOrDefault(m.Partition)?.Seen != m.Fingerprint).Select(m => new PlannedPartition(m.Partition, m.Source, known.GetValueOrDefault(m.Partition)?.Taken))];
        }
        catch (UnusableSourceException)
        {
            return [new PlannedPartition("", source)];
        }
    }

    /// <summary>Null when it cannot be looked at: the gathering finds the same and puts it on record.</summary>
    private async Task<Offer?> LookAsync(string project, DataSource source, string partition, ArrivalRow? before, CancellationToken cancellation)
    {
        try
        {
            return await kinds.Of(source).LookAsync(new SourceAsk(project, source, partition, before?.Taken), cancellation);
        }
        catch (Exception e) when (e is UnusableSourceException or SourceFaultException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static DateTime LocalTime(DataSource source, DateTimeOffset now)
        => TimeZoneInfo.ConvertTime(now, source.Every is { } every ? TimeZoneInfo.FindSystemTimeZoneById(every.Zone) : TimeZoneInfo.Utc).DateTime;
}

/// <summary>A partition to be gathered.</summary>
/// <param name="Source">The source as it stands for this partition.</param>
/// <param name="Known">Fingerprint of what was taken before.</param>
/// <param name="Again">It was tried before without success.</param>
internal sealed record PlannedPartition(string Partition, DataSource Source, string? Known = null, bool Again = false)
{
    /// <summary>Local time at which it ends; of partitions in time.</summary>
    public DateTime Ends { get; init; }
}
