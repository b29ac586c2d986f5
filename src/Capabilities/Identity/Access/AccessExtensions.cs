using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cairn.Identity;

/// <summary>Access rules of routes. Without any, a route asks for read on GET and HEAD and for write on everything else, and is closed to tokens of one project unless it names <c>{project}</c>.</summary>
public static class AccessExtensions
{
    /// <summary>Asks for <paramref name="role"/> whatever the method, e.g. read for a search by POST.</summary>
    public static T RequireRole<T>(this T route, AccessRole role) where T : IEndpointConventionBuilder => route.WithMetadata(new RequiredRole(role));

    /// <summary>
    /// Opens a route to tokens of a role that stands apart (infer, probe, copy). A token that names its endpoints is held to those, by the part
    /// <paramref name="endpoint"/> of the route.
    /// </summary>
    public static T OpenTo<T>(this T route, AccessRole role, string? endpoint = null) where T : IEndpointConventionBuilder => route.WithMetadata(new Door(role, Only: false, endpoint));

    /// <summary>As <see cref="OpenTo"/>, and closes the route to everybody else.</summary>
    public static T OnlyFor<T>(this T route, AccessRole role) where T : IEndpointConventionBuilder => route.WithMetadata(new Door(role, Only: true, null));

    /// <summary>Opens a route without <c>{project}</c> to tokens of one project: its handler looks at <see cref="Access.Sees"/> itself.</summary>
    public static T ChecksProject<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(ChecksProjectItself.Instance);

    /// <summary>Opens a route to callers without a token: its handler makes them prove themselves in another way, e.g. by a signature.</summary>
    public static T ProvesItself<T>(this T route) where T : IEndpointConventionBuilder => route.WithMetadata(Proves.Instance);

    /// <summary>What authentication found; that of the local actor where it did not run.</summary>
    public static Access Access(this HttpContext context) => context.Features.Get<Access>() ?? Identity.Access.OfLocal;

    /// <exception cref="ApiException">404, as for a project that is not there.</exception>
    public static void RequireProject(this HttpContext context, string project)
    {
        if (!context.Access().Sees(project)) throw ApiException.NotFound("project", project);
    }
}
