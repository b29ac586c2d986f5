namespace Cairn.Serving;

/// <summary>How the shipping of a copy's log stands.</summary>
/// <param name="LastAt">Real time of the last round that left nothing behind; null before the first.</param>
/// <param name="Fault">Why the last round did leave something; null when it did not.</param>
public sealed record ShippingReading(DateTimeOffset? LastAt, string? Fault, IReadOnlyList<EndpointShipping> Endpoints);

/// <summary>The same of one endpoint; counts since the start.</summary>
/// <param name="WaitingSegments">Closed segments that the server does not have.</param>
/// <param name="Shipped">Segments that it took.</param>
/// <param name="Dropped">Records given up because the log may hold no more.</param>
/// <param name="Refused">Segments that it refused for what is in them.</param>
/// <param name="Held">Nothing more is taken that must not be lost: predictions of a required log, outcomes.</param>
public sealed record EndpointShipping(string Endpoint, long WaitingSegments, long WaitingBytes, long Shipped, long Dropped, long Refused, bool Held);
