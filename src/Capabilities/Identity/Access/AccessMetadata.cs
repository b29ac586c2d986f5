namespace Cairn.Identity;

internal sealed record RequiredRole(AccessRole Role);

/// <summary>The route is open to a role that stands apart; <paramref name="Only"/>: to nobody else.</summary>
/// <param name="Endpoint">The part of the route that names an endpoint; null when the route is about none.</param>
internal sealed record Door(AccessRole Role, bool Only, string? Endpoint);

internal sealed record ChecksProjectItself
{
    public static ChecksProjectItself Instance { get; } = new();
}

internal sealed record Proves
{
    public static Proves Instance { get; } = new();
}
