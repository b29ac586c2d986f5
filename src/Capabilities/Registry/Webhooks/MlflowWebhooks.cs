using System.Text.Json.Nodes;
using Cairn.Tracking;

namespace Cairn.Registry.Webhooks;

/// <summary>MLflow's calls <c>webhooks</c>.</summary>
internal sealed class MlflowWebhooks(WebhookDesk desk)
{
    private const int UsualResults = 100, MostResults = 1000;

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/webhooks", CreateAsync);
        routes.Get("/webhooks", ListAsync);
        routes.Get("/webhooks/{webhook_id}", async r => One(await desk.FindAsync(Id(r), r.Context.RequestAborted)));
        routes.Patch("/webhooks/{webhook_id}", ChangeAsync);
        routes.Delete("/webhooks/{webhook_id}", DeleteAsync);
        routes.Post("/webhooks/{webhook_id}/test", TestAsync);
    }

    private async Task<JsonObject?> CreateAsync(MlflowRequest r)
        => One(await desk.CreateAsync(new WebhookDraft(r.Required("name"), r.Required("url"), WebhookRules.EventList(r.Objects("events")), r.Text("description"), r.Text("secret"), WebhookRules.Status(r.Text("status"))), r.Context.RequestAborted));

    private async Task<JsonObject?> ListAsync(MlflowRequest r)
    {
        int size = PageToken.Size(r.Long("max_results"), UsualResults, MostResults), offset = PageToken.Decode(r.Text("page_token"));
        IReadOnlyList<WebhookRow> found = await desk.ListAsync(size + 1, offset, r.Context.RequestAborted);
        var answer = new JsonObject();
        answer.AddList("webhooks", found.Take(size).Select(Message));
        if (found.Count > size) answer["next_page_token"] = PageToken.Encode(offset + size);
        return answer;
    }

    private async Task<JsonObject?> ChangeAsync(MlflowRequest r)
    {
        string? name = r.Text("name") is { } given ? WebhookRules.Name(given) : null, url = r.Text("url") is { } wished ? await desk.CheckAsync(wished, r.Context.RequestAborted) : null;
        string? events = r.Objects("events") is { Count: > 0 } asked ? WebhookRules.EventList(asked) : null, status = r.Text("status") is { } said ? WebhookRules.Status(said) : null;
        return One(await desk.ChangeAsync(Id(r), before => before with
        {
            Name = name ?? before.Name,
            Url = url ?? before.Url,
            Events = events ?? before.Events,
            Status = status ?? before.Status,
            Description = r.Text("description") ?? before.Description,
            Secret = r.Text("secret"),
        }, r.Context.RequestAborted));
    }

    private async Task<JsonObject?> DeleteAsync(MlflowRequest r)
    {
        await desk.DeleteAsync(Id(r), r.Context.RequestAborted);
        return null;
    }

    private async Task<JsonObject?> TestAsync(MlflowRequest r)
    {
        string? name = r.Whole().Object("event") is { } asked ? WebhookRules.Event(asked) : null;
        (_, WebhookOutcome outcome) = await desk.TestAsync(Id(r), name, r.Context.RequestAborted);
        var result = new JsonObject { ["success"] = outcome.Success };
        if (outcome.Status is { } status) (result["response_status"], result["response_body"]) = (status, outcome.Answer);
        else result["error_message"] = outcome.Fault;
        return new JsonObject { ["result"] = result };
    }

    private static string Id(MlflowRequest r) => (string)r.Context.Request.RouteValues["webhook_id"]!;

    private static JsonObject One(WebhookRow webhook) => new() { ["webhook"] = Message(webhook) };

    private static JsonObject Message(WebhookRow webhook)
    {
        var message = new JsonObject { ["webhook_id"] = webhook.Id, ["name"] = webhook.Name, ["url"] = webhook.Url, ["status"] = webhook.Status, ["creation_timestamp"] = webhook.CreatedAt, ["last_updated_timestamp"] = webhook.UpdatedAt };
        message.AddText("description", webhook.Description);
        message.AddList("events", webhook.EventList.Select(e => e.Split('.')).Select(e => new JsonObject { ["entity"] = e[0], ["action"] = e[1] }));
        return message;
    }
}
