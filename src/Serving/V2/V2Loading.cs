using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.V2;

/// <summary>
/// Load and unload of the repository extension. What is loaded is what a release put behind the endpoint, and nothing else: a call that brings a file or a configuration is refused, so that nothing is served that no gate has
/// seen. Unloaded is an endpoint until it is loaded, or the process ends. The host says who may.
/// </summary>
internal sealed class V2Loading(RouteTable routes, Admission admission, IOptions<ServingOptions> options)
{
    private static readonly V2Protocol Errors = new();

    public async Task SetAsync(HttpContext http, string model, bool loaded)
    {
        try
        {
            DemandNoContent(await RequestBody.ReadAsync(http, options.Value.MaxBodyBytes, admission, http.RequestAborted), options.Value.MaxDepth);
            if (!await routes.SetLoadedAsync(model, loaded, http.RequestAborted)) throw RequestFault.NotFound("There is no such model; models come by releases, not by this call.");
            await options.Value.OnLoaded(http, model, loaded);
        }
        catch (RequestFault fault) { await Answers.WriteFaultAsync(http, Errors, fault); }
        catch (SnapshotException e) { await Answers.WriteFaultAsync(http, Errors, new RequestFault(StatusCodes.Status503ServiceUnavailable, ErrorKind.NotReady, $"The model cannot be loaded: {e.Message}")); }
        catch (Exception e) when (!http.RequestAborted.IsCancellationRequested) { await Unforeseen.AnswerAsync(http, Errors, e); }
    }

    /// <summary>The body may be empty or <c>{}</c>; its parameters may say what does not matter here.</summary>
    private static void DemandNoContent(RequestBody body, int maxDepth)
    {
        using (body)
        using (body.Lease)
        {
            if (body.Bytes.IsEmpty) return;
            var json = new Utf8JsonReader(body.Bytes, new JsonReaderOptions { MaxDepth = maxDepth });
            try
            {
                if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw RequestFault.Malformed("The body must be empty or an object with 'parameters'.");
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    if (!json.ValueTextEquals("parameters"u8)) json.Skip();
                    else DemandNone(V2Parameters.Read(ref json, "parameters"));
                }
            }
            catch (Exception e) when (JsonFaults.IsFault(e)) { throw JsonFaults.Of(e, maxDepth); }
        }
    }

    private static void DemandNone(V2Parameters parameters)
    {
        foreach (Runs.Parameter parameter in parameters.Others ?? [])
            if (parameter.Name == "config" || parameter.Name.StartsWith("file:", StringComparison.Ordinal))
                throw new RequestFault(StatusCodes.Status403Forbidden, ErrorKind.Forbidden, "Files and configurations come by releases, not by this call; leave 'parameters' out to load what is released.");
    }
}
