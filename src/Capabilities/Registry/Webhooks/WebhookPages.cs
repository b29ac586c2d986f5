using Cairn.Platform.Web;
using Cairn.Tracking;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Cairn.Registry.Webhooks;

/// <summary>The page of webhooks: they are listed, made, tried and deleted. They are of the whole server, like the names they tell of.</summary>
internal static class WebhookPages
{
    private const int Most = 500;
    private const string Here = "/webhooks";

    public static void Map(RouteGroupBuilder pages)
    {
        pages.MapGet(Here, async (HttpContext context, WebhookDesk desk, CancellationToken cancellation) => await PageAsync(context, new WebhooksModel(await AllAsync(desk, cancellation))));
        pages.MapPost(Here, MakeAsync);
        pages.MapPost(Here + "/{id}/delete", DeleteAsync);
        pages.MapPost(Here + "/{id}/switch", SwitchAsync);
        pages.MapPost(Here + "/{id}/test", TestAsync);
    }

    private static async Task<IResult> MakeAsync(HttpContext context, IFormCollection form, WebhookDesk desk, CancellationToken cancellation)
    {
        string name = Given(form, "name") ?? "", url = Given(form, "url") ?? "";
        try
        {
            var draft = new WebhookDraft(name, url, WebhookRules.EventList(form["events"].OfType<string>()), Given(form, "description"), form["secret"].ToString() is { Length: > 0 } secret ? secret : null, "ACTIVE");
            await desk.CreateAsync(draft, cancellation);
            return Pages.After(context, Here, $"The webhook {name} is made.");
        }
        catch (MlflowException refused)
        {
            return await PageAsync(context, new WebhooksModel(await AllAsync(desk, cancellation), null, refused.Message, name, url), refused.Status);
        }
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, string id, WebhookDesk desk, CancellationToken cancellation)
        => Pages.After(context, Here, $"The webhook {(await Refusals.AsProblem(desk.DeleteAsync(id, cancellation))).Name} is deleted.", Token.Warn);

    // One that is on is switched off, and the other way round.
    private static async Task<IResult> SwitchAsync(HttpContext context, string id, WebhookDesk desk, CancellationToken cancellation)
    {
        WebhookRow after = await Refusals.AsProblem(desk.ChangeAsync(id, before => before with { Status = before.Status == "ACTIVE" ? "DISABLED" : "ACTIVE" }, cancellation));
        return Pages.After(context, Here, $"The webhook {after.Name} is {(after.Status == "ACTIVE" ? "on" : "off")}.");
    }

    private static async Task<IResult> TestAsync(HttpContext context, string id, WebhookDesk desk, CancellationToken cancellation)
    {
        (WebhookRow webhook, WebhookOutcome outcome) = await Refusals.AsProblem(desk.TestAsync(id, null, cancellation));
        return await PageAsync(context, new WebhooksModel(await AllAsync(desk, cancellation), (webhook.Name, outcome)));
    }

    private static Task<IResult> PageAsync(HttpContext context, WebhooksModel model, int status = StatusCodes.Status200OK)
        => Pages.Render<WebhooksPage>(context, new PageInfo("Webhooks", Section.Settings, null, [new("Webhooks")]), new { Model = model }, status);

    private static async Task<IReadOnlyList<WebhookView>> AllAsync(WebhookDesk desk, CancellationToken cancellation) => [.. (await desk.ListAsync(Most, 0, cancellation)).Select(WebhookView.Of)];

    private static string? Given(IFormCollection form, string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text : null;
}
