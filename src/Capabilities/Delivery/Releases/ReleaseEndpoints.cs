using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

/// <summary>Releases over HTTP. Verbs take <c>{"seq", "reason"}</c> and the header <c>Idempotency-Key</c>.</summary>
internal static class ReleaseEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/api/v1/projects/{project}/releases").WithTags("releases");
        group.MapGet("", ListAsync);
        group.MapGet("/{release}", FindAsync);
        group.MapPost("", StartAsync);
        group.MapPost("/{release}/approve", ApproveAsync);
        foreach (string verb in new[] { "pause", "resume", "promote", "abort", "rollback" })
            group.MapPost($"/{{release}}/{verb}", (string project, string release, VerbRequest? request, ReleaseDesk desk, HttpContext context, CancellationToken cancellation)
                => DoAsync(project, release, verb, request, desk, context, cancellation));
    }

    private static async Task<Page<ReleaseAnswer>> ListAsync(
        string project, IProjects projects, IDatabase database, ReleaseStore store, string? env, string? state, string? after, int? limit, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        int count = Cursor.Limit(limit);
        long before = Cursor.Decode(after) is { } text && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : long.MaxValue;
        Page<Release> page = Page<Release>.Of(await database.ReadAsync(s => store.List(s, project, env, state, before, count + 1), cancellation), count, r => r.Number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new Page<ReleaseAnswer>([.. page.Items.Select(r => ReleaseAnswer.From(r, null))], page.Next);
    }

    internal static async Task<ReleaseAnswer> FindAsync(string project, string release, IDatabase database, ReleaseStore store, CancellationToken cancellation)
        => await database.ReadAsync(s => store.Find(s, release) is { } r && r.Project == project ? ReleaseAnswer.From(r, store.JournalOf(s, r.Id)) : null, cancellation) ?? throw ApiException.NotFound("release", release);

    private static async Task<IResult> StartAsync(string project, StartRequest request, IProjects projects, ReleaseDesk desk, HttpContext context, CancellationToken cancellation)
    {
        ProjectView view = await projects.RequireAsync(project, cancellation);
        if (string.IsNullOrEmpty(request.Model)) throw ApiException.Invalid("model", "'model' names a registered model.");
        if (request.Version is null) throw ApiException.Invalid("version", "'version' is the number of a version.");
        if (string.IsNullOrEmpty(request.Env)) throw ApiException.Invalid("env", "'env' names an environment.");
        Release r = await desk.StartAsync(view, new StartRelease(request.Model, request.Version.Value, request.Env, request.Strategy, request.Reason, Key(context)), context.Actor(), cancellation);
        return Results.Created($"/api/v1/projects/{project}/releases/{r.Id}", ReleaseAnswer.From(r, null));
    }

    private static async Task<ReleaseAnswer> DoAsync(string project, string release, string verb, VerbRequest? request, ReleaseDesk desk, HttpContext context, CancellationToken cancellation)
        => ReleaseAnswer.From(await desk.DoAsync(project, release, new ReleaseVerb(verb, request?.Seq, Key(context), request?.Reason, request?.ToEnd ?? false), context.Actor(), cancellation), null);

    internal static async Task<ReleaseAnswer> ApproveAsync(
        string project, string release, ApproveRequest? request, ApprovalDesk desk, IDatabase database, ReleaseStore store, HttpContext context, CancellationToken cancellation)
    {
        Release r = await database.ReadAsync(s => store.Find(s, release), cancellation) is { } found && found.Project == project ? found : throw ApiException.NotFound("release", release);
        string role = request?.AsRole ?? r.Planned.Approve ?? throw ApiException.Invalid("as_role", "'as_role' names the role in which you approve; the plan asks for none.");
        var draft = new Approval { Project = project, Kind = "release", SubjectId = r.Id, AsRole = role, Answer = Approval.Given, Reason = request?.Reason };
        await desk.AnswerAsync(draft, context.Actor(), cancellation);
        return await FindAsync(project, release, database, store, cancellation);
    }

    private static string? Key(HttpContext context) => context.Request.Headers["Idempotency-Key"] is [{ Length: > 0 and <= 200 } key, ..] ? key : null;

    internal sealed record StartRequest(string? Model, int? Version, string? Env, string? Strategy, string? Reason);

    internal sealed record VerbRequest(long? Seq, string? Reason, bool? ToEnd);

    internal sealed record ApproveRequest(string? AsRole, string? Reason);
}
