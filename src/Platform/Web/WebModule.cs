using Cairn.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cairn.Platform.Web;

/// <summary>The doors of the page shell.</summary>
public static class WebModule
{
    /// <summary>Razor rendering, live topics, search, and a plain frame; register an <see cref="IFrameSource"/> of your own before or after for more.</summary>
    public static IServiceCollection AddCairnWeb(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new LiveHub(TimeProvider.System));
        services.TryAddSingleton<IProblemPage, ProblemPage>();
        services.TryAddSingleton<IFrameSource, PlainFrameSource>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ISearchSource, SectionSearch>());
        return services;
    }

    /// <summary>Publishes a topic for every event the ledger seals, so that open pages follow; where the whole platform runs.</summary>
    public static IServiceCollection AddLedgerTopics(this IServiceCollection services) => services.AddHostedService<LedgerFollower>();

    /// <summary>Security headers, links where the site is mounted, and error pages. Call right after <c>UsePlatform</c>, whose guard refuses writes from other sites.</summary>
    public static IApplicationBuilder UseCairnWeb(this IApplicationBuilder app) => app.UseMiddleware<SecurityHeaders>().UseMiddleware<MountedLinks>().UseMiddleware<ErrorPages>();

    /// <summary>Browser files, <c>/live</c>, <c>/search</c>, <c>/theme</c>; the component gallery at <c>/dev/gallery</c> in Development.</summary>
    public static IEndpointRouteBuilder MapCairnWeb(this IEndpointRouteBuilder endpoints)
    {
        AssetEndpoint.Map(endpoints);
        LiveEndpoint.Map(endpoints);
        SearchEndpoint.Map(endpoints);
        Theme.Map(endpoints);
        if (endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            Gallery.GalleryEndpoints.Map(endpoints);
        }

        return endpoints;
    }

    /// <summary>A group for a room's pages: kept out of OpenAPI, forms guarded by origin instead of a token.</summary>
    public static RouteGroupBuilder MapPages(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("");
        group.ExcludeFromDescription().DisableAntiforgery().AddEndpointFilter(NulGuard.FormAsync);
        return group;
    }

    /// <summary>
    /// Maps a GET whose handler has the context alone and returns a result, which <c>MapGet</c> would ignore. What calls the handler is made at
    /// start, since the compiler does not see it here: any other handler goes to <c>MapGet</c>.
    /// </summary>
#pragma warning disable RDG002 // As said.
    public static RouteHandlerBuilder MapPage(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) => endpoints.MapGet(pattern, handler);
#pragma warning restore RDG002
}
