using Cairn.Contracts.Projects;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>One endpoint in production, and the monitors that watch it.</summary>
/// <param name="Stable">The version that is stable there now; null where now says nothing, of days that are caught up later.</param>
internal sealed record Watched(string Project, Endpoint Endpoint, string Environment, ModelVersionView? Stable, IReadOnlyList<Contracts.Projects.Monitor> Monitors)
{
    /// <summary>The declared monitors of a kind, or one unnamed with the house's defaults.</summary>
    public IEnumerable<Contracts.Projects.Monitor> Of(MonitorKind kind, TimeSpan over)
        => Monitors.Where(m => m.Kind == kind).DefaultIfEmpty(new Contracts.Projects.Monitor("", Endpoint.Name, over) { Kind = kind });
}
