using System.Globalization;
using Cairn.Contracts.Projects;
using Cairn.Endpoints;
using Cairn.Platform.Http;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

/// <summary>Tests of two versions over HTTP.</summary>
internal static class AbEndpoints
{
    private const int LeastShare = 100, MostShare = 900;

    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/endpoints/{endpoint}/ab").WithTags("endpoints");
        group.MapGet("", FindAsync);
        group.MapPost("", StartAsync);
        group.MapPost("/end", EndAsync);
    }

    private static async Task<AbView> FindAsync(string project, string endpoint, IEndpoints endpoints, IAbTests tests, CancellationToken cancellation)
        => await tests.NewestAsync(await RequireAsync(project, endpoint, endpoints, cancellation), cancellation)
            ?? throw ApiException.NotFound("test of endpoint", endpoint, $"cairn endpoints ab {endpoint} --a 1 --b 2 --share 50% begins one.");

    private static async Task<AbView> StartAsync(
        string project, string endpoint, AbRequest request, IProjects projects, IEndpoints endpoints, AbDesk desk, IAbTests tests, HttpContext context, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        EndpointView e = await RequireAsync(project, endpoint, endpoints, cancellation);
        if (request.A is not { } a) throw ApiException.Invalid("a", "'a' is the number of the version that answers now.");
        if (request.B is not { } b) throw ApiException.Invalid("b", "'b' is the number of the version to be tested against it.");
        string? key = context.Request.Headers["Idempotency-Key"] is [{ Length: > 0 and <= 200 } given, ..] ? given : null;
        await desk.StartAsync(view, e, new StartAb(a, b, PlanOf(request), request.Reason, key), context.Actor(), cancellation);
        return (await tests.NewestAsync(e, cancellation))!;
    }

    private static async Task<AbView> EndAsync(string project, string endpoint, EndRequest? request, IEndpoints endpoints, AbDesk desk, IAbTests tests, HttpContext context, CancellationToken cancellation)
    {
        EndpointView e = await RequireAsync(project, endpoint, endpoints, cancellation);
        if (request?.Keep is not (null or "a" or "b")) throw ApiException.Invalid("keep", "'keep' is a or b; without it the evidence says.");
        await desk.EndAsync(e, request?.Keep is { } keep ? keep == "b" : null, request?.Reason, context.Actor(), cancellation);
        return (await tests.NewestAsync(e, cancellation))!;
    }

    private static AbPlan PlanOf(AbRequest request)
    {
        string metric = request.Metric ?? AbRule.SquaredError;
        if (!AbRule.Metrics.Contains(metric)) throw ApiException.Invalid("metric", $"'metric' is one of {string.Join(", ", AbRule.Metrics)}.");
        if (request.Better is not (null or "less" or "more")) throw ApiException.Invalid("better", "'better' is less or more.");
        if (request.Most is { } most && !(most > 0 && double.IsFinite(most))) throw ApiException.Invalid("most", "'most' is a number above 0: larger values of the metric are cut to it.");
        if (request.Keys is < 100 or > 1_000_000_000) throw ApiException.Invalid("keys", "'keys' is 100 to 1000000000: so many keys with an outcome end the test.");
        return new AbPlan
        {
            SharePermille = Share.Parse(request.Share ?? "50%") is { Ok: true, Value: var share } && share.Permille is >= LeastShare and <= MostShare && share.Fraction * 1000 % 1 == 0
                ? share.Permille : throw ApiException.Invalid("share", "'share' is B's part of the keys, 10% to 90% in steps of 0.1%.", "For less, begin a canary."),
            Metric = metric,
            MoreIsBetter = request.Better is { } better ? better == "more" : metric != AbRule.SquaredError,
            Most = request.Most ?? 1,
            Keys = request.Keys ?? 10_000,
            Until = TimeOf(request.Until),
        };
    }

    private static DateTimeOffset? TimeOf(string? until) => until is null ? null
        : DateTimeOffset.TryParse(until, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset end) ? end
        : throw ApiException.Invalid("until", "'until' is a date or a time, e.g. 2026-05-01 or 2026-05-01T22:30:00Z.");

    private static async Task<EndpointView> RequireAsync(string project, string route, IEndpoints endpoints, CancellationToken cancellation)
        => await endpoints.ByRouteAsync(route, cancellation) is { } e && e.Project == project ? e
            : throw ApiException.NotFound("endpoint", route, $"GET /api/v1/projects/{project}/endpoints lists them.");

    internal sealed record AbRequest(int? A, int? B, string? Share, string? Until, string? Metric, string? Better, double? Most, long? Keys, string? Reason);

    internal sealed record EndRequest(string? Keep, string? Reason);
}
