using Cairn.Platform.Sql;
using Cairn.Platform.Web;
using Cairn.Projects;
using Cairn.Registry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Delivery;

/// <summary>The page of hand-offs: what is offered to whom, what was found in it, and the answer.</summary>
internal static class HandoffPages
{
    private const int Most = 50;

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet("/p/{project}/handoffs", ListAsync);
        pages.MapPost("/p/{project}/handoffs", OfferAsync);
        pages.MapPost("/p/{project}/handoffs/{handoff}/answer", AnswerAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, string project, IProjects projects, IDatabase database, HandoffStore store, IModels models, CancellationToken cancellation)
    {
        await projects.RequireAsync(project, cancellation);
        HandoffView[] shown = await database.ReadAsync(s => store.List(s, project, null, Most)
            .Select(h => new HandoffView(HandoffAnswer.Of(h), models.Find(s, h.VersionId) is { } v ? $"{v.Model}/{v.Number}" : h.VersionId)).ToArray(), cancellation);
        return await Pages.Render<HandoffsPage>(context, new PageInfo("Hand-offs", Section.Models, project, [new("Hand-offs")]), new { Project = project, Handoffs = shown });
    }

    private static async Task<IResult> OfferAsync(
        HttpContext context, string project, [FromForm] string? version, [FromForm(Name = "to_role")] string? role, [FromForm] string? reason, IProjects projects, HandoffDesk desk, CancellationToken cancellation)
    {
        await HandoffEndpoints.OfferAsync(project, new HandoffEndpoints.OfferRequest(Given(version), Given(role), Given(reason)), projects, desk, context, cancellation);
        return Pages.After(context, $"/p/{project}/handoffs", $"{version} is offered to a {role}.");
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, string project, string handoff, [FromForm] string? answer, [FromForm] string? reason, HandoffDesk desk, CancellationToken cancellation)
    {
        bool? accepted = answer switch { "accepted" => true, "refused" => false, _ => null };
        await HandoffEndpoints.AnswerAsync(project, handoff, new HandoffEndpoints.AnswerRequest(accepted, Given(reason)), desk, context, cancellation);
        return Pages.After(context, $"/p/{project}/handoffs", $"The hand-off is {answer}.", accepted == true ? Token.Ok : Token.Warn);
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
