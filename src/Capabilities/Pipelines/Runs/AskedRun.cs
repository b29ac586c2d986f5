using Cairn.Contracts.Projects;
using Cairn.Platform.Http;

namespace Cairn.Pipelines.Runs;

/// <summary>Whether the project file has what a run is asked for.</summary>
internal static class AskedRun
{
    /// <exception cref="ApiException">400: a share that is none. 404: no such step. 409: there are no steps.</exception>
    public static void Check(ProjectFile file, RunEndpoints.StartRequest request)
    {
        if (file.Steps.Count == 0) throw ApiException.Conflict("The project file has no steps.", "Add 'steps:' to cairn.yaml.");
        if (request.Target is { } target && !file.Steps.ContainsKey(target)) throw ApiException.NotFound("step", target, $"The pipeline has: {string.Join(", ", file.Order)}.");
        if (request.Sample is <= 0 or > 1) throw ApiException.Invalid("sample", "'sample' must be above 0 and at most 1.");
    }
}
