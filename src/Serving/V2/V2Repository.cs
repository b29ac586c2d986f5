using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.V2;

/// <summary>
/// The index of the model repository extension: what the snapshot names, and of each whether it answers now.
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
                Write(json, (endpoint.Route.Name, variant.Version), ready ? null : "the model's own server is away and is being started again");
            }
        }

        foreach (EndpointRoute route in readyAlone ? [] : snapshot?.Unloaded ?? [])
            foreach (VariantRoute variant in route.Variants) Write(json, (route.Name, variant.Version), "unloaded");
        json.WriteEndArray();
    }

    /// <param name="away">Why it does not answer; null: it does.</param>
    private static void Write(Utf8JsonWriter json, (string Name, string Version) model, string? away)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, model.Name);
        json.WriteString("version"u8, model.Version);
        json.WriteString("state"u8, away is null ? "READY"u8 : "UNAVAILABLE"u8);
        json.WriteString("reason"u8, away ?? "");
        json.WriteEndObject();
    }
}
