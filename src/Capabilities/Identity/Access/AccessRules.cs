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
        if (RequireDoor(context, access)) return;
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

    /// <summary>True when a door lets the caller in, whatever else the route asks for.</summary>
    private static bool RequireDoor(HttpContext context, Access access)
    {
        IReadOnlyList<Door> doors = context.GetEndpoint()?.Metadata.GetOrderedMetadata<Door>() ?? [];
        foreach (Door door in doors)
        {
            if (door.Role == access.Role) return RequireEndpoint(context, access, door);
            if (door.Only) throw new ApiException(403, "forbidden", $"This is for tokens of the role '{Word(door.Role)}' alone.") { Mend = $"Make one: cairn token create --actor client:NAME --role {Word(door.Role)}." };
        }
        if (!access.IsNarrow) return false;
        throw new ApiException(403, "forbidden", $"A token of the role '{Word(access.Role)}' does not open this.") { Mend = "Ask for a token of the role 'read', 'write' or 'admin'." };
    }

    private static bool RequireEndpoint(HttpContext context, Access access, Door door)
    {
        if (door.Endpoint is null || access.Endpoints is not { } named || (context.GetRouteValue(door.Endpoint) is string endpoint && named.Contains(endpoint, StringComparer.Ordinal))) return true;
        throw new ApiException(403, "forbidden", "The token is not for this endpoint.") { Mend = "Ask for a token that names it." };
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
