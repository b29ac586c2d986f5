using System.Text.Json.Nodes;
using Cairn.Endpoints;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>Sends a production endpoint what its contract forbids: it must be refused, and the refusal must name the input that is wrong.</summary>
internal sealed class ContractProbe(IInferenceDoor door, IEndpoints endpoints, IEndpointInputs inputs)
{
    private const int Refused = 400;

    /// <summary>Data of the probe; null when nothing is served that has inputs.</summary>
    public async Task<JsonObject?> AskAsync(ModelVersionView stable, Contracts.Projects.Endpoint endpoint, string environment, CancellationToken cancellation)
    {
        if (await endpoints.FindAsync(stable.Project, endpoint.Name, environment, cancellation) is not { Stable: not null } view) return null;
        if (SpoiltRequest.Of(await inputs.OfAsync(view, cancellation)) is not { } spoilt) return null;
        InferenceAnswer answer = await door.InferAsync(view.Route, spoilt.Body, cancellation);
        bool refused = answer.Status == Refused && answer.Body.Contains(spoilt.Column, StringComparison.Ordinal);
        JsonObject probe = MonitorProbes.Probe("contract", "bad", "refused", refused ? "refused" : answer.Status == 200 ? "answered" : $"status {answer.Status}");
        (probe["env"], probe["version"], probe["detail"]) = (environment, stable.Id, $"input '{spoilt.Column}' was wrong; the endpoint said {answer.Status}");
        return probe;
    }
}
