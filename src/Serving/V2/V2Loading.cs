using Cairn.Contracts.Snapshots;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.V2;

/// <summary>
/// Load and unload of the repository extension. What is loaded is what a release put behind the endpoint, and nothing else: a call that brings a file or a configuration is refused, so that nothing is served that no gate has
/// seen. Unloaded is an endpoint until it is loaded, or the process ends. The host says who may.
/// </summary>
internal sealed class V2Loading(RouteTable routes, OptionalObject body, IOptions<ServingOptions> options)
{
    /// <summary>The body's parameters may say what does not matter here.</summary>
    public async Task SetAsync(HttpContext http, string model, bool loaded)
    {
        await body.ReadAsync(http, "parameters", static (ref json) => DemandNone(V2Parameters.Read(ref json, "parameters")));
        try
        {
            if (!await routes.SetLoadedAsync(model, loaded, http.RequestAborted)) throw RequestFault.NotFound("There is no such model; models come by releases, not by this call.");
            await options.Value.OnLoaded(http, model, loaded);
        }
        catch (SnapshotException e) { throw new RequestFault(StatusCodes.Status503ServiceUnavailable, ErrorKind.NotReady, $"The model cannot be loaded: {e.Message}"); }
    }

    private static void DemandNone(V2Parameters parameters)
    {
        foreach (Runs.Parameter parameter in parameters.Others ?? [])
            if (parameter.Name == "config" || parameter.Name.StartsWith("file:", StringComparison.Ordinal))
                throw new RequestFault(StatusCodes.Status403Forbidden, ErrorKind.Forbidden, "Files and configurations come by releases, not by this call; leave 'parameters' out to load what is released.");
    }
}
