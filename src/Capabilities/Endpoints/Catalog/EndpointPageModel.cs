namespace Cairn.Endpoints;

/// <summary>What the page of an endpoint shows.</summary>
/// <param name="Live">Null when the data plane never served it.</param>
/// <param name="Inputs">None when nothing serves or its signature is not known.</param>
/// <param name="Address">Of this server, as the reader came to it.</param>
/// <param name="Asked">Body of a request just tried, with its answer.</param>
public sealed record EndpointPageModel(EndpointView Endpoint, EndpointLive? Live, IReadOnlyList<DayCount> Days, ServedInputs Inputs, CallAddress Address, string? Asked = null, InferenceAnswer? Answer = null)
{
    /// <summary>Windows of it that closed.</summary>
    public EndpointTraffic Traffic { get; init; } = new([]);

    /// <summary>The test of two versions that runs, else the last one; null without.</summary>
    public AbView? Test { get; init; }

    /// <summary>Applications that named themselves, with the versions that answered them; the newest first.</summary>
    public IReadOnlyList<PickupLive> Pickups { get; init; } = [];

    /// <summary>Copies of the data plane that ship its log, the last heard of first.</summary>
    public IReadOnlyList<CopyView> Copies { get; init; } = [];

    /// <summary>Other inputs are declared than are in force.</summary>
    public bool ChangeWaits { get; init; }
}
