using Cairn.Contracts.Projects;

namespace Cairn.Endpoints;

/// <summary>Which registered model a port of the pipeline makes.</summary>
public static class EndpointModels
{
    /// <summary>The first endpoint that serves the port names the model; without one its step does.</summary>
    public static string NameOf(ProjectFile file, PortRef port)
        => file.Endpoints.Values.FirstOrDefault(e => e.Model == port)?.Name ?? port.Owner;
}
