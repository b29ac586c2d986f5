using Cairn.Platform.Sql;

namespace Cairn.Monitoring;

/// <summary>Closes the window of an endpoint's availability that ends with a day.</summary>
internal sealed class AvailabilityDay(IDatabase database, AvailabilityStore store, AskRhythm rhythm)
{
    /// <summary>None before the endpoint was asked for the first time.</summary>
    public async Task<IReadOnlyList<WindowDraft>> MeasureAsync(Watched watched, DateTimeOffset to, CancellationToken cancellation)
    {
        DateTimeOffset from = to - AvailabilityMeasure.Window;
        IReadOnlyList<Question> asked = await database.ReadAsync(
            s => store.Between(s, watched.Project, watched.Endpoint.Name, watched.Environment, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds()), cancellation);
        if (asked.Count == 0) return [];
        DateTimeOffset first = new(DateTimeOffset.FromUnixTimeMilliseconds(asked[0].At).UtcDateTime.Date, TimeSpan.Zero);
        MeasuredSpan found = AvailabilityMeasure.Measure(asked, first, to, rhythm.Every);
        return [new WindowDraft(watched.Project, watched.Endpoint.Name, watched.Environment, "availability", "", first, to, watched.Stable?.Id, found)];
    }
}
