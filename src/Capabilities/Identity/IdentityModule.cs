using Cairn.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Identity;

/// <summary>Who acts: tokens, the local actor, the people of a simulated world, and what each may do.</summary>
public static class IdentityModule
{
    public static IServiceCollection AddIdentity(this IServiceCollection services, IdentityOptions? options = null)
    {
        services.AddMigrations(typeof(IdentityModule).Assembly);
        services.AddSingleton(options ?? new IdentityOptions());
        services.AddSingleton<TokenStore>().AddSingleton<TokenBook>().AddSingleton<TokenEndpoints.TokenMaking>().AddSingleton<TokenPages.TokenDesk>().AddSingleton<IDataPlaneTokens, DataPlaneTokens>().AddSingleton<IProberToken, ProberToken>();
        services.AddSingleton<Authentication>().AddSingleton<SimulatedActors>();
        return services.AddHostedService<BindingGuard>();
    }

    /// <summary>Authentication and the access rules of routes; after routing and <c>UsePlatform</c>, before everything that has a meaning.</summary>
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app) => app.UseMiddleware<ActorMiddleware>();

    public static void MapIdentity(this IEndpointRouteBuilder routes)
    {
        TokenEndpoints.Map(routes);
        TokenPages.Map(routes);
        MeEndpoint.Map(routes);
        MePages.Map(routes);
    }
}
