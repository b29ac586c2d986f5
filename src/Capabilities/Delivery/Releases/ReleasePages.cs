using System.Globalization;
using Cairn.Platform.Http;
using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

/// <summary>The pages of releases: may it go on, and if not why?</summary>
internal static class ReleasePages
{
    private const int Rows = 50;
    private static readonly string[] Verbs = ["pause", "resume", "promote", "abort", "rollback"];

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/releases", ListAsync);
        pages.MapGet("/p/{project}/releases/{release}", FindAsync);
        pages.MapPost("/p/{project}/releases/{release}/approve", ApproveAsync);
        foreach (string verb in Verbs)
            pages.MapPost($"/p/{{project}}/releases/{{release}}/{verb}", (HttpContext context, string project, string release, [FromForm] long? seq, [FromForm] string? reason, ReleaseDesk desk, CancellationToken cancellation)
                => DoAsync(context, (project, release), new ReleaseVerb(verb, seq, null, Given(reason), false), desk, cancellation));
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, string? env, string? state, string? after, IProjects projects, IDatabase database, ReleaseStore store, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        long before = Cursor.Decode(after) is not { } text ? long.MaxValue : long.TryParse(text, CultureInfo.InvariantCulture, out long n) ? n : throw ApiException.Invalid("after", "'after' is not a cursor of this list.");
        Page<Release> page = Page<Release>.Of(await database.ReadAsync(s => store.List(s, project, Given(env), Given(state), before, Rows + 1), cancellation), Rows, r => r.Number.ToString(CultureInfo.InvariantCulture));
        var shown = new TablePage<ReleaseAnswer>([.. page.Items.Select(r => ReleaseAnswer.From(r, null))], page.Next);
        return await Pages.Render<ReleasesPage>(context, new PageInfo("Releases", Section.Endpoints, project, [new("Releases")]), new { Project = project, Releases = shown, Query = TableQuery.From(context.Request) });
    }

    private static async Task<IResult> FindAsync(HttpContext context, string project, string release, IDatabase database, ReleaseStore store, CancellationToken cancellation)
    {
        ReleaseAnswer answer = await ReleaseEndpoints.FindAsync(project, release, database, store, cancellation);
        return await Pages.Render<ReleasePage>(context, new PageInfo(release, Section.Endpoints, project, [new("Releases", $"/p/{project}/releases"), new(release)]), new { Project = project, Release = answer });
    }

    private static async Task<IResult> ApproveAsync(
        HttpContext context, string project, string release, [FromForm] string? reason, ApprovalDesk desk, IDatabase database, ReleaseStore store, CancellationToken cancellation)
    {
        await ReleaseEndpoints.ApproveAsync(project, release, new ReleaseEndpoints.ApproveRequest(null, Given(reason)), desk, database, store, context, cancellation);
        return Pages.After(context, $"/p/{project}/releases/{release}", $"{release} is approved.");
    }

    private static async Task<IResult> DoAsync(HttpContext context, (string Project, string Id) of, ReleaseVerb verb, ReleaseDesk desk, CancellationToken cancellation)
    {
        Release after = await desk.DoAsync(of.Project, of.Id, verb, context.Actor(), cancellation);
        return Pages.After(context, $"/p/{of.Project}/releases/{after.Id}", $"{after.Id} is {ReleaseWords.Word(after.State).ToLowerInvariant()}.", verb.Name is "abort" or "rollback" ? Token.Warn : Token.Ok);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
