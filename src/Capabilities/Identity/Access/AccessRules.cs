using Cairn.Platform.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Identity;

/// <summary>May this caller take this route? Decided by the route's own data, for every route alike.</summary>
internal static class AccessRules
{
    /// <summary>Probes and versions answer everybody, and some routes ask for another proof than a token.</summary>
    public static bool IsFree(HttpContext context)
        => context.Request.Path.Value is "/livez" or "/readyz" or "/health" or "/version" || context.GetEndpoint()?.Metadata.GetMetadata<Proves>() is not null;

    /// <exception cref="ApiException">403: the role does not do; 404: the project is another's.</exception>
    public static void Require(HttpContext context, Access access)
    {
        AccessRole needed = Needed(context);
        if (access.Role < needed)
        {
            throw new ApiException(403, "forbidden", $"This needs the role '{Word(needed)}'; the token has '{Word(access.Role)}'.") { Mend = "Ask for a token with that role." };
        }
        if (access.Project is not null) RequireProject(context, access);
    }

    public static string Word(AccessRole role) => role.ToString().ToLowerInvariant();

    private static AccessRole Needed(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RequiredRole>() is { } required) return required.Role;
        return HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) ? AccessRole.Read : AccessRole.Write;
    }

    private static void RequireProject(HttpContext context, Access access)
    {
        if (context.GetRouteValue("project") is string project)
        {
            if (!access.Sees(project)) throw ApiException.NotFound("project", project);
        }
        else if (context.GetEndpoint()?.Metadata.GetMetadata<ChecksProjectItself>() is null)
        {
            throw ApiException.Forbidden("The token is for one project; this is about the whole installation.");
        }
    }
}
