using System.Text.Json;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.V2;

/// <summary>
/// The model repository extension. The index lists what the snapshot serves, and says of each whether it answers now. Models are loaded and unloaded by releases alone, so that
/// nothing is served that no gate has seen: those two calls are refused, and say so.
/// </summary>
internal sealed class V2Repository(RouteTable routes, Admission admission, IOptions<ServingOptions> options)
{
    private static readonly V2Protocol Errors = new();

    public async Task IndexAsync(HttpContext http)
    {
        try
        {
            bool readyAlone = ReadWish(await RequestBody.ReadAsync(http, options.Value.MaxBodyBytes, admission, http.RequestAborted), options.Value.MaxDepth);
            LiveSnapshot? snapshot = routes.Pin();
            try { await Answers.WriteJsonAsync(http, StatusCodes.Status200OK, json => Write(json, snapshot, readyAlone)); }
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

    /// <summary>The body may be empty, or <c>{"ready": true}</c>: those that answer now, alone.</summary>
    private static bool ReadWish(RequestBody body, int maxDepth)
    {
        using (body)
        using (body.Lease)
        {
            bool readyAlone = false;
            if (body.Bytes.IsEmpty) return readyAlone;
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
                    if (ready) readyAlone = json.TokenType == JsonTokenType.True;
                    json.Skip();
                }

                return readyAlone;
            }
            catch (Exception e) when (JsonFaults.IsFault(e)) { throw JsonFaults.Of(e, maxDepth); }
        }
    }

    private static void Write(Utf8JsonWriter json, LiveSnapshot? snapshot, bool readyAlone)
    {
        json.WriteStartArray();
        foreach (LiveEndpoint endpoint in (snapshot?.Endpoints.Values ?? []).OrderBy(e => e.Route.Name, StringComparer.Ordinal))
        {
            foreach (LiveVariant variant in endpoint.Variants)
            {
                bool ready = variant.Model.IsReady;
                if (readyAlone && !ready) continue;
                json.WriteStartObject();
                json.WriteString("name"u8, endpoint.Route.Name);
                json.WriteString("version"u8, variant.Version);
                json.WriteString("state"u8, ready ? "READY"u8 : "UNAVAILABLE"u8);
                json.WriteString("reason"u8, ready ? ""u8 : "the model's own server is away and is being started again"u8);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}
