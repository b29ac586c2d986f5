namespace Cairn.Serving;

/// <summary>The state of the data plane at one moment.</summary>
/// <param name="At">Real time.</param>
/// <param name="Epoch">Of the snapshot that answers; 0 before the first.</param>
/// <param name="InFlight">Requests being answered.</param>
/// <param name="Rejected">Requests refused because too many were in flight.</param>
/// <param name="Endpoints">By name.</param>
public sealed record ServingReading(DateTimeOffset At, long Epoch, int InFlight, long Rejected, IReadOnlyList<EndpointReading> Endpoints)
{
    /// <summary>Bytes that the larger bodies of these requests hold.</summary>
    public long BytesInFlight { get; init; }

    /// <summary>How the log of a copy comes to its server; null where it stays.</summary>
    public ShippingReading? Shipping { get; init; }

    public EndpointReading? Endpoint(string name) => Endpoints.FirstOrDefault(e => e.Name == name);
}
