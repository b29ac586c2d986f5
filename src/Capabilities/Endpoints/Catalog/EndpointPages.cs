using Cairn.Identity;
using Cairn.Platform;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cairn.Endpoints;

/// <summary>The pages of endpoints: is it answering well, and with which version?</summary>
internal static class EndpointPages
{
    /// <summary>Characters; a picture of 224 by 224 in three colours has 300,000.</summary>
    public const int LongestTry = 1_000_000;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/endpoints", ListAsync);
        pages.MapGet("/p/{project}/endpoints/{endpoint}", FindAsync);
        pages.MapGet("/p/{project}/endpoints/{endpoint}/live", LiveAsync);
        pages.MapPost("/p/{project}/endpoints/{endpoint}/try", TryAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, EndpointReading reading, CancellationToken cancellation)
        => await Pages.Render<EndpointsPage>(context, new PageInfo("Endpoints", Section.Endpoints, project), new { Project = project, Endpoints = await reading.ListAsync(project, Address(context), cancellation) });

    private static async Task<IResult> FindAsync(HttpContext context, string project, string endpoint, EndpointReading reading, CancellationToken cancellation)
        => await reading.FindAsync(project, endpoint, Address(context), cancellation) is { } model ? await PageAsync(context, model)
            : await Pages.NotFound(context, new PageInfo("Not found", Section.Endpoints, project), "endpoint", endpoint,
                (await reading.ListAsync(project, Address(context), cancellation)).Select(m => new NamedLink(m.Endpoint.Route, $"/p/{project}/endpoints/{m.Endpoint.Route}")));

    private static async Task<IResult> LiveAsync(HttpContext context, string project, string endpoint, EndpointReading reading, CancellationToken cancellation)
        => await reading.NowAsync(project, endpoint, cancellation) is { } now ? await Pages.Fragment<EndpointLiveStats>(context, new { now.Endpoint, now.Now }, project) : throw ApiException.NotFound("endpoint", endpoint);

    // The answer belongs to this request alone, so it is shown at once and not after a redirect.
    private static async Task<IResult> TryAsync(HttpContext context, string project, string endpoint, [FromForm] string? body, EndpointReading reading, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(body) || body.Length > LongestTry) throw ApiException.Invalid("body", $"'body' is a request of 1 to {LongestTry} characters.");
        EndpointPageModel model = await RequireAsync(context, project, endpoint, reading, cancellation);
        return await PageAsync(context, model with { Asked = body, Answer = await reading.AskAsync(endpoint, body, cancellation) });
    }

    private static async Task<EndpointPageModel> RequireAsync(HttpContext context, string project, string endpoint, EndpointReading reading, CancellationToken cancellation)
        => await reading.FindAsync(project, endpoint, Address(context), cancellation) ?? throw ApiException.NotFound("endpoint", endpoint);

    private static Task<IResult> PageAsync(HttpContext context, EndpointPageModel model)
        => Pages.Render<EndpointPage>(context, new PageInfo(model.Endpoint.Route, Section.Endpoints, model.Endpoint.Project, [new(model.Endpoint.Route)]), new { Model = model });

    // By the public address nobody comes in without a token; else who needed one needs it from a program, too.
    private static CallAddress Address(HttpContext context)
        => new(PublicUrl.Of(context), context.RequestServices.GetRequiredService<PlatformOptions>().PublicUrl is not null || !context.Access().Local);
}
