using Cairn.Endpoints;
using Cairn.Projects;

namespace Cairn.Monitoring;

/// <summary>What a prober is to ask.</summary>
internal sealed class ProbePlan(IProjects projects, IEndpoints endpoints, IEndpointInputs inputs)
{
    public async Task<IReadOnlyList<PlannedProbe>> ListAsync(CancellationToken cancellation)
    {
        var plan = new List<PlannedProbe>();
        foreach (ProjectView project in await projects.ListAsync(cancellation))
            foreach (EndpointView e in (await endpoints.ListAsync(project.Name, cancellation)).Where(e => e.IsProduction && e.Stable is not null))
                // Without inputs no request is known that the endpoint takes; its fault says why.
                if (SampleRequest.Of(await inputs.OfAsync(e, cancellation)) is { } body) plan.Add(new PlannedProbe(e.Route, body.Json, body.Tensors.IsEmpty ? null : body.Tensors.ToArray()));
        return plan;
    }
}

/// <param name="Route">Model name of the protocol.</param>
/// <param name="Request">Body of an infer call of the Open Inference Protocol.</param>
/// <param name="Tensors">What follows it of tensors that have no JSON form; null for nothing.</param>
internal sealed record PlannedProbe(string Route, string Request, byte[]? Tensors);
