using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Closes the window of an endpoint's availability that ends with a day.</summary>
internal sealed class AvailabilityDay(IDatabase database, AvailabilityAccount account, AskRhythm rhythm)
{
    /// <summary>None before the endpoint was asked for the first time.</summary>
    public async Task<IReadOnlyList<WindowDraft>> MeasureAsync(Watched watched, DateTimeOffset to, CancellationToken cancellation)
    {
        DateTimeOffset from = to - AvailabilityMeasure.Window;
        AvailabilityRecord record = await database.ReadAsync(s => account.Read(s, watched, from, to), cancellation);
        if (record.IsEmpty) return [];
        DateTimeOffset first = new(DateTimeOffset.FromUnixTimeMilliseconds(record.First).UtcDateTime.Date, TimeSpan.Zero);
        MeasuredSpan found = AvailabilityMeasure.Measure(record, first, to, rhythm.Every);
        return [new WindowDraft(watched.Project, watched.Endpoint.Name, watched.Environment, "availability", "", first, to, watched.Stable?.Id, found)];
    }
}
