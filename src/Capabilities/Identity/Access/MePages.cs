using Cairn.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Identity;

/// <summary>The page that tells readers who they are here.</summary>
internal static class MePages
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPages().MapPage("/people/me", (HttpContext context)
        => Pages.Render<MePage>(context, new PageInfo("You", Section.People, Crumbs: [new("You")]), new { Access = context.Access() })).ChecksProject();
}
