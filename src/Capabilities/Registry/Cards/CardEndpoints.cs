using System.Text;
using Cairn.Platform.Http;
using Cairn.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Cards;

/// <summary>Cards as JSON, as Markdown and as a page, and the writing of their parts.</summary>
internal sealed class CardEndpoints(CardReading reading, CardWriting writing)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder cards = routes.MapGroup("/api/v1/projects/{project}/models/{model}/versions/{version}/card").WithTags("cards");
        cards.MapGet("", reading.ReadAsync);
        cards.MapGet("/markdown", MarkdownAsync);
        cards.MapGet("/{part}", HistoryAsync);
        cards.MapPost("/{part}", WriteAsync);
        RouteGroupBuilder pages = routes.MapPages();
        pages.MapGet("/p/{project}/models/{model}/{version}/card", PageAsync);
        pages.MapPost("/p/{project}/models/{model}/{version}/card/{part}", WriteFromPageAsync);
    }

    private async Task<IResult> MarkdownAsync(string project, string model, string version, CancellationToken cancellation)
        => Results.Text(CardMarkdown.Write(await reading.ReadAsync(project, model, version, cancellation)), "text/markdown", Encoding.UTF8);

    private async Task<Page<CardText>> HistoryAsync(string project, string model, string version, string part, CancellationToken cancellation)
        => new(await reading.HistoryAsync(project, model, version, CardPart.Require(part), cancellation), null);

    private async Task<ModelCard> WriteAsync(string project, string model, string version, string part, TextRequest request, HttpContext context)
    {
        await writing.WriteAsync((project, model, version), CardPart.Require(part), request.Text, request.After, context.Actor(), context.RequestAborted);
        return await reading.ReadAsync(project, model, version, context.RequestAborted);
    }

    private async Task<IResult> PageAsync(HttpContext context, string project, string model, string version, CancellationToken cancellation)
    {
        ModelCard card = await reading.ReadAsync(project, model, version, cancellation);
        string title = $"v{card.Version.Number}", models = $"/p/{project}/models/{Uri.EscapeDataString(model)}";
        return await Pages.Render<CardPage>(context, new PageInfo($"{model} {title}, card", Section.Models, project, [new(model, models), new(title, $"{models}/{card.Version.Number}"), new("Card")]), new { Card = card });
    }

    private async Task<IResult> WriteFromPageAsync(HttpContext context, string project, string model, string version, string part, [FromForm] string? text, [FromForm] int? after)
    {
        CardPart known = CardPart.Require(part);
        await writing.WriteAsync((project, model, version), known, text ?? "", after, context.Actor(), context.RequestAborted);
        return Pages.After(context, $"/p/{project}/models/{Uri.EscapeDataString(model)}/{Uri.EscapeDataString(version)}/card", $"'{known.Title}' is kept.");
    }

    /// <param name="After">Number of the text that the writer saw, 0 for none; absent not to ask.</param>
    internal sealed record TextRequest(string? Text, int? After = null);
}
