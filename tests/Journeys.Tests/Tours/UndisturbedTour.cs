using System.Text.Json.Nodes;
using Cairn.Journeys.Tests.Tours;

[assembly: AssemblyFixture(typeof(UndisturbedTour))]

namespace Cairn.Journeys.Tests.Tours;

/// <summary>The tour on SQLite that nothing disturbs, lived once for all that ask for it. Its server stands until the last test has ended.</summary>
public sealed class UndisturbedTour : IDisposable
{
    private readonly Lazy<TourProcess> _tour = new(() => TourProcess.Start());
    private readonly Lazy<Task<JsonObject>> _summary;

    public UndisturbedTour() => _summary = new(() => _tour.Value.SummaryAsync());

    internal TourProcess Tour => _tour.Value;

    internal Task<JsonObject> SummaryAsync() => _summary.Value;

    public void Dispose()
    {
        if (_tour.IsValueCreated) _tour.Value.Dispose();
    }
}
