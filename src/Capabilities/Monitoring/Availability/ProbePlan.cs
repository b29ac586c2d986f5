using Cairn.Endpoints;
using Cairn.Projects;
using Cairn.Registry;

namespace Cairn.Monitoring;

/// <summary>What a prober is to ask.</summary>
internal sealed class ProbePlan(IProjects projects, IEndpoints endpoints, IModels models)
{
    public async Task<IReadOnlyList<PlannedProbe>> ListAsync(CancellationToken cancellation)
    {
        var plan = new List<PlannedProbe>();
        foreach (ProjectView project in await projects.ListAsync(cancellation))
            foreach (EndpointView e in (await endpoints.ListAsync(project.Name, cancellation)).Where(e => e.IsProduction && e.Stable is not null))
                if (await RequestAsync(project, e, cancellation) is { } request) plan.Add(new PlannedProbe(e.Route, request));
        return plan;
    }

    /// <summary>Null where no request is known that the endpoint takes; the endpoint's fault says why.</summary>
    private async Task<string?> RequestAsync(ProjectView project, EndpointView e, CancellationToken cancellation)
    {
        if (!project.File.Endpoints.TryGetValue(e.Name, out var declared) || await models.FindAsync(e.Stable!.VersionId, cancellation) is not { } version) return null;
        try
        {
            return SampleRequest.Of(version.SignatureJson, declared.Inputs);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}

/// <param name="Route">Model name of the protocol.</param>
/// <param name="Request">Body of an infer call of the Open Inference Protocol.</param>
internal sealed record PlannedProbe(string Route, string Request);
