using Cairn.Platform.Http;

namespace Cairn.Endpoints;

/// <summary>Reads what became of the outcomes of the last days.</summary>
internal sealed class OutcomeReading(IPredictionLog log, TimeProvider clock)
{
    private const int Usual = 30;

    /// <param name="last">Days to look back; null for the usual span.</param>
    public static int Days(int? last) => last is null ? Usual : Cursor.Limit(last);

    public Task<OutcomeSummary> ReadAsync(EndpointView e, int? last, CancellationToken cancellation)
        => log.OutcomesAsync(e.Project, e.Name, e.Environment, clock.GetUtcNow().AddDays(-Days(last)), clock.GetUtcNow().AddDays(1), cancellation);
}
