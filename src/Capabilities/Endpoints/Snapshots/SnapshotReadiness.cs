using Cairn.Platform.Http;

namespace Cairn.Endpoints;

/// <summary>The data plane serves what the tables say.</summary>
internal sealed class SnapshotReadiness(SnapshotSignal signal) : IReadiness
{
    public ValueTask<string?> MissingAsync(CancellationToken cancellation) => new(signal.HasSettled ? null : "No snapshot of the endpoints is loaded yet.");
}
