using Cairn.Platform.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Platform.Web;

/// <summary>How an endpoint answers with a page: inside the frame, or only the fragment when htmx asks for a part.</summary>
public static class Pages
{
    /// <summary>Renders <typeparamref name="TPage"/> with the given parameters (an anonymous object or a dictionary).</summary>
    public static async Task<IResult> Render<TPage>(HttpContext context, PageInfo info, object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        FrameState frame = await FrameAsync(context, info.Project);
        context.Response.Headers.Vary = "HX-Request-Type, Cookie";
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<PageHost>(new Dictionary<string, object?>
        {
            [nameof(PageHost.Page)] = typeof(TPage),
            [nameof(PageHost.Parameters)] = Values(parameters),
            [nameof(PageHost.Info)] = info,
            [nameof(PageHost.State)] = frame,
            [nameof(PageHost.Partial)] = IsPartial(context),
            [nameof(PageHost.Context)] = context,
        })
        { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>Renders one component and nothing around it, for parts that are fetched on their own.</summary>
    public static async Task<IResult> Fragment<TComponent>(HttpContext context, object? parameters = null, string? project = null)
        where TComponent : IComponent
    {
        FrameState frame = await FrameAsync(context, project);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<FragmentHost>(new Dictionary<string, object?>
        {
            [nameof(FragmentHost.Part)] = typeof(TComponent),
            [nameof(FragmentHost.Parameters)] = Values(parameters),
            [nameof(FragmentHost.State)] = frame,
        })
        { PreventStreamingRendering = true };
    }

    /// <summary>Renders a page without the frame and without scripts, for a place in somebody else's page; the caller says by a policy of its own who that may be.</summary>
    public static async Task<IResult> Bare<TPage>(HttpContext context, PageInfo info, object? parameters = null, int status = StatusCodes.Status200OK)
        where TPage : IComponent
    {
        FrameState frame = await FrameAsync(context, info.Project);
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<BareHost>(new Dictionary<string, object?>
        {
            [nameof(BareHost.Page)] = typeof(TPage),
            [nameof(BareHost.Parameters)] = Values(parameters),
            [nameof(BareHost.Info)] = info,
            [nameof(BareHost.State)] = frame,
            [nameof(BareHost.Context)] = context,
        })
        { StatusCode = status, PreventStreamingRendering = true };
    }

    /// <summary>A page that says what was not found and names the nearest ones there are.</summary>
    public static Task<IResult> NotFound(HttpContext context, PageInfo info, string noun, string name, IEnumerable<NamedLink>? known = null) =>
        Render<NotFoundPage>(context, info, new { Noun = noun, Name = name, Near = Nearest.Of(name, known ?? []) }, StatusCodes.Status404NotFound);

    /// <summary>After a POST: go to a page of this site with 303, carrying a message in a cookie that the next page shows once.</summary>
    public static IResult After(HttpContext context, string path, string message, Token token = Token.Ok)
    {
        Flash.Set(context, message, token);
        return new SeeOther(LocalPath.OrHome(path));
    }

    /// <summary>True where htmx asks for a part of the page only.</summary>
    public static bool IsPartial(HttpContext context) => context.Request.Headers["HX-Request-Type"] == "partial";

    private static async ValueTask<FrameState> FrameAsync(HttpContext context, string? project)
        => await context.RequestServices.GetRequiredService<IFrameSource>().ReadAsync(context, project) with { Address = PublicUrl.Of(context) };

    private static Dictionary<string, object?> Values(object? parameters) => parameters switch
    {
        null => [],
        IReadOnlyDictionary<string, object?> given => new(given),
        _ => new(new RouteValueDictionary(parameters)),
    };
}
