using Cairn.Contracts.Access;
using Cairn.Platform;
using Cairn.Platform.Http;
using Cairn.Platform.Jobs;
using Microsoft.AspNetCore.Http;

namespace Cairn.Identity;

/// <summary>Finds out who asks: by token (Bearer, or Basic with the token as password), else the local actor where that is allowed.</summary>
internal sealed class Authentication(TokenBook tokens, IdentityOptions options, PlatformOptions platform, RealTime real)
{
    private const string Mend = "Send 'Authorization: Bearer TOKEN'; 'cairn token create' makes one.";

    /// <exception cref="ApiException">401: no token where one is needed, or one that is not good.</exception>
    public async ValueTask<Access> OfAsync(HttpContext context, CancellationToken cancellation)
    {
        string? header = context.Request.Headers.Authorization;
        if (string.IsNullOrEmpty(header)) return IsLocal(context) ? Access.OfLocal : throw Refused(context, "A token is needed here.");
        if (CallerToken.SecretOf(header) is not { } secret) throw Refused(context, "The Authorization header is neither Bearer nor Basic.");
        if (await tokens.FindAsync(secret, cancellation) is not { } token) throw Refused(context, "The token is not known here.");
        if (token.RevokedAt is not null) throw Refused(context, "The token was revoked.");
        if (token.Audience is { } audience && audience != options.Audience) throw Refused(context, "The token is for another server.");
        if (token.ExpiresAt <= real.Now.ToUnixTimeMilliseconds()) throw Refused(context, "The token has expired.");
        return token.Access;
    }

    // What a proxy passes on comes from elsewhere, although its connection is local; what was sent to the public address came through one, whatever it says.
    private bool IsLocal(HttpContext context)
    {
        if (platform.PublicUrl is { } front && context.Request.Host.Equals(front.Host)) return false;
        return !options.BeyondLoopback && CallerPlace.IsHere(context.Connection.RemoteIpAddress, context.Request.Headers.ContainsKey);
    }

    private static ApiException Refused(HttpContext context, string detail)
    {
        // Problem details start with clean headers.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers.WWWAuthenticate = "Bearer realm=\"cairn\", Basic realm=\"cairn\"";
            return Task.CompletedTask;
        });
        return new ApiException(401, "unauthenticated", detail) { Field = "Authorization", Mend = Mend };
    }
}
