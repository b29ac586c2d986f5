using Cairn.Contracts.Ledger;
using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Identity;

/// <summary>Who the server takes the caller for.</summary>
internal static class MeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/v1/me", Get).ChecksProject().WithTags("identity");

    private static MeView Get(HttpContext context)
    {
        Actor actor = context.Actor();
        Access access = context.Access();
        return new MeView(actor.Id, actor.Kind, access.Role, access.Project, access.Local);
    }

    /// <param name="Local">Taken for the local actor, without a token.</param>
    internal sealed record MeView(string Actor, string Kind, AccessRole Role, string? Project, bool Local);
}
