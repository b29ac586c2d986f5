using Cairn.Contracts.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Projects;

/// <summary>A project's environments, as its file declares them.</summary>
internal static class EnvironmentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/projects/{project}/environments", ListAsync).WithTags("projects");

    private static async Task<IReadOnlyList<EnvironmentAnswer>> ListAsync(string project, IProjects projects, CancellationToken cancellation)
    {
        ProjectFile file = (await projects.RequireAsync(project, cancellation)).File;
        return [.. file.Environments.Values.Select(e => new EnvironmentAnswer(e.Name, e.Role, e.Protected, e.Sample?.Value, e.Compute, Declaration.ApproverOf(file, e.Name)))];
    }

    /// <param name="Sample">Share of the data used there, 0 to 1; null for all.</param>
    /// <param name="Approve">Role that must approve a release into it.</param>
    internal sealed record EnvironmentAnswer(string Name, EnvironmentRole Role, bool Protected, double? Sample, string? Compute, string? Approve);
}
