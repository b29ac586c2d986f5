namespace Cairn.Serving;

/// <summary>The two clocks: domain time stamps records and may be simulated, real time measures latency and leases.</summary>
public sealed record ServingClocks(TimeProvider Domain, TimeProvider Real);
