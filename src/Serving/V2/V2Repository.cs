using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;

namespace Cairn.Serving.V2;

/// <summary>
/// The index of the model repository extension: what the snapshot names, and of each whether it answers now.
/// </summary>
internal sealed class V2Repository(RouteTable routes, OptionalObject body)
{
    /// <summary>The body may say <c>{"ready": true}</c>: those that answer now, alone.</summary>
    public async Task IndexAsync(HttpContext http)
    {
        bool readyAlone = false;
        await body.ReadAsync(http, "ready", (ref json) => readyAlone = ReadReady(ref json));
        LiveSnapshot? snapshot = routes.Pin();
        try { await Answers.WriteJsonAsync(http, StatusCodes.Status200OK, json => Write(json, snapshot, readyAlone)); }
        finally { snapshot?.Unpin(); }
    }

    private static bool ReadReady(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType is JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null
            ? json.TokenType == JsonTokenType.True
            : throw RequestFault.Malformed("'ready' must be true or false.");
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
