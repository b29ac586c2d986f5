namespace Cairn.Endpoints;

/// <summary>An endpoint as the API tells it. <paramref name="State"/> is <c>serving</c>, <c>empty</c>, <c>refused</c> (the old snapshot goes on) or <c>retired</c>.</summary>
internal sealed record EndpointAnswer(
    string Name, string Endpoint, string Environment, string Role, string Model, string State, string? Champion, DateTimeOffset? Since,
    string? Release, string? Fault, long Rows, IReadOnlyList<VariantView> Variants, EndpointLive? Live)
{
    public static EndpointAnswer Of(EndpointView e, EndpointLive? live) => new(
        e.Route, e.Name, e.Environment, e.EnvironmentRole, e.Model, StateOf(e), e.Stable is { } stable ? $"{e.Model}/{stable.Number}" : null,
        e.Stable is { } s ? DateTimeOffset.FromUnixTimeMilliseconds(s.Since) : null, e.ReleaseId, e.Fault, live?.Rows ?? 0, e.Variants, live);

    /// <summary>The version that is asked besides; null without one.</summary>
    public ShadowView? Shadow { get; init; }

    private static string StateOf(EndpointView e) => e switch
    {
        { State: "retired" } => "retired",
        { Fault: not null } => "refused",
        { Variants.Count: 0 } => "empty",
        _ => "serving",
    };
}
