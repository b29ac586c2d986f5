using System.Text.Json;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.V2;

/// <summary>
/// The model repository extension. The index lists what the snapshot serves. Models are loaded and unloaded by releases alone, so that
/// nothing is served that no gate has seen: those two calls are refused, and say so.
/// </summary>
internal sealed class V2Repository(RouteTable routes, IOptions<ServingOptions> options)
{
    private static readonly V2Protocol Errors = new();

    public async Task IndexAsync(HttpContext http)
    {
        try
        {
            CheckWish(await RequestBody.ReadAsync(http, options.Value.MaxBodyBytes, http.RequestAborted), options.Value.MaxDepth);
            LiveSnapshot? snapshot = routes.Pin();
            try { await Answers.WriteJsonAsync(http, StatusCodes.Status200OK, json => Write(json, snapshot)); }
            finally { snapshot?.Unpin(); }
        }
        catch (RequestFault fault) { await Answers.WriteFaultAsync(http, Errors, fault); }
    }

    public Task RefuseAsync(HttpContext http, string model)
    {
        LiveSnapshot? snapshot = routes.Pin();
        try
        {
            bool known = snapshot?.Endpoints.ContainsKey(model) ?? false;
            return Answers.WriteFaultAsync(http, Errors, known
                ? new RequestFault(StatusCodes.Status403Forbidden, ErrorKind.NotFound, "Models are loaded and unloaded by releases, not by this call; release a version to the endpoint instead.")
                : RequestFault.NotFound("There is no such model; models come by releases, not by this call."));
        }
        finally { snapshot?.Unpin(); }
    }

    /// <summary>The body may be empty, or <c>{"ready": …}</c>. All that is listed is ready, so the wish changes nothing but must be one.</summary>
    private static void CheckWish(RequestBody body, int maxDepth)
    {
        using (body)
        {
            if (body.Bytes.IsEmpty) return;
            var json = new Utf8JsonReader(body.Bytes, new JsonReaderOptions { MaxDepth = maxDepth });
            try
            {
                if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw RequestFault.Malformed("The body must be empty or an object with 'ready'.");
                while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
                {
                    bool ready = json.ValueTextEquals("ready"u8);
                    json.Read();
                    if (ready && json.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
                        throw RequestFault.Malformed("'ready' must be true or false.");
                    json.Skip();
                }
            }
            catch (Exception e) when (JsonFaults.IsFault(e)) { throw JsonFaults.Of(e, maxDepth); }
        }
    }

    private static void Write(Utf8JsonWriter json, LiveSnapshot? snapshot)
    {
        json.WriteStartArray();
        foreach (LiveEndpoint endpoint in (snapshot?.Endpoints.Values ?? []).OrderBy(e => e.Route.Name, StringComparer.Ordinal))
        {
            foreach (LiveVariant variant in endpoint.Variants)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, endpoint.Route.Name);
                json.WriteString("version"u8, variant.Version);
                json.WriteString("state"u8, "READY"u8);
                json.WriteString("reason"u8, ""u8);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}
