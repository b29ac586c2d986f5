using Cairn.Contracts.Snapshots;

namespace Cairn.Endpoints;

/// <summary>One endpoint on its way into a snapshot: what the tables say, and what was last served in case that is refused.</summary>
internal sealed class PlannedEndpoint(EndpointView view, EndpointRoute? route, EndpointRoute? good, string? fault)
{
    private EndpointRoute? _good = good;

    public EndpointView View => view;

    public string? Fault { get; private set; } = fault;

    /// <summary>What goes into the snapshot; null for nothing.</summary>
    public EndpointRoute? Chosen => Fault is null ? route : _good;

    public void Refuse(string reason)
    {
        if (Fault is null) Fault = reason;
        else _good = null;
    }
}
