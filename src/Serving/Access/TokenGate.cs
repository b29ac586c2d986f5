using System.Security.Cryptography;
using System.Text;
using Cairn.Contracts.Access;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Pipeline;
using Cairn.Serving.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Cairn.Serving.Access;

/// <summary>
/// The door of a data plane that runs alone. Who works on this machine comes in without a token, and everybody where it is open; what a proxy passes on needs one, and a token that was
/// sent must be good. The snapshot has the digests of good ones, and which endpoints each opens.
/// </summary>
internal sealed class TokenGate(RouteTable routes, ServingClocks clocks, IOptions<ServingOptions> options)
{
    private const int SecretParts = 3;

    public Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ServedRoute>() is not { Use: not RouteUse.Health } route) return next(http);
        RequestFault? refusal = Refusal(http, route.Use);
        if (refusal is null) return next(http);
        if (refusal.Status == StatusCodes.Status401Unauthorized) http.Response.Headers.WWWAuthenticate = "Bearer realm=\"cairn\", Basic realm=\"cairn\"";
        return Answers.WriteFaultAsync(http, route.Errors, refusal);
    }

    private RequestFault? Refusal(HttpContext http, RouteUse use)
    {
        if (use == RouteUse.Loading && !CallerPlace.IsHere(http.Connection.RemoteIpAddress, http.Request.Headers.ContainsKey)) return Forbidden("Models are loaded and unloaded from the machine of this server alone.");
        string? header = http.Request.Headers.Authorization;
        if (string.IsNullOrEmpty(header)) return options.Value.Open || CallerPlace.IsHere(http.Connection.RemoteIpAddress, http.Request.Headers.ContainsKey) ? null : Unknown("A token is needed here: send 'Authorization: Bearer TOKEN'.");
        LiveSnapshot? snapshot = routes.Pin();
        try
        {
            if (Find(snapshot, header) is not { } token) return Unknown("The token is not known here, or was revoked.");
            if (token.Audience != options.Value.Audience) return Unknown("The token is for another server.");
            if (token.Until <= clocks.Real.GetUtcNow()) return Unknown("The token has expired.");
            if (use != RouteUse.Endpoint) return Forbidden("The token opens endpoints alone.");
            if (token.Endpoints is { } named && !named.Contains(EndpointOf(http, snapshot!), StringComparer.Ordinal)) return Forbidden("The token is not for this endpoint; ask for one that names it.");
            if (token.Probes) http.Features.Set(ProberFeature.Instance);
            return null;
        }
        finally { snapshot?.Unpin(); }
    }

    /// <summary>The endpoint of the address; at the root, the only one.</summary>
    private static string? EndpointOf(HttpContext http, LiveSnapshot snapshot) =>
        http.Request.RouteValues["model"] as string ?? (snapshot.Endpoints.Count == 1 ? snapshot.Endpoints.Keys[0] : null);

    private static TokenRoute? Find(LiveSnapshot? snapshot, string header)
    {
        if (CallerToken.SecretOf(header) is not { } secret || secret.Split('_') is not { Length: SecretParts } parts) return null;
        if (snapshot?.Tokens.GetValueOrDefault(parts[1]) is not { } token) return null;
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), digest);
        return CryptographicOperations.FixedTimeEquals(digest, Convert.FromHexString(token.Digest.AsSpan("sha256:".Length))) ? token : null;
    }

    private static RequestFault Unknown(string message) => new(401, ErrorKind.Forbidden, message);

    private static RequestFault Forbidden(string message) => new(403, ErrorKind.Forbidden, message);
}
