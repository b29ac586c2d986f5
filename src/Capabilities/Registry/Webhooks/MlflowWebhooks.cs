using System.Text.Json.Nodes;
using Cairn.Platform.Sql;
using Cairn.Tracking;

namespace Cairn.Registry.Webhooks;

/// <summary>MLflow's calls <c>webhooks</c>.</summary>
internal sealed class MlflowWebhooks(IDatabase database, WebhookStore store, WebhookTarget target, WebhookSecrets secrets, WebhookTest test, TimeProvider time)
{
    private const int UsualResults = 100, MostResults = 1000;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public void Map(MlflowRoutes routes)
    {
        routes.Post("/webhooks", CreateAsync);
        routes.Get("/webhooks", ListAsync);
        routes.Get("/webhooks/{webhook_id}", r => database.ReadAsync<JsonObject?>(s => One(Existing(s, r)), r.Context.RequestAborted));
        routes.Patch("/webhooks/{webhook_id}", ChangeAsync);
        routes.Delete("/webhooks/{webhook_id}", DeleteAsync);
        routes.Post("/webhooks/{webhook_id}/test", TestAsync);
    }

    private async Task<JsonObject?> CreateAsync(MlflowRequest r)
    {
        WebhookRow webhook = secrets.Sealed(new WebhookRow
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = WebhookRules.Name(r.Required("name")),
            Description = r.Text("description"),
            Events = WebhookRules.EventList(r.Objects("events")),
            Secret = r.Text("secret"),
            Status = WebhookRules.Status(r.Text("status")),
            Url = await target.CheckAsync(r.Required("url"), r.Context.RequestAborted),
            CreatedAt = Now,
            UpdatedAt = Now,
        });
        await database.WriteAsync(s => store.Insert(s, webhook), cancellation: r.Context.RequestAborted);
        return One(webhook);
    }

    private Task<JsonObject?> ListAsync(MlflowRequest r)
    {
        int size = PageToken.Size(r.Long("max_results"), UsualResults, MostResults), offset = PageToken.Decode(r.Text("page_token"));
        return database.ReadAsync<JsonObject?>(s =>
        {
            IReadOnlyList<WebhookRow> found = store.List(s, size + 1, offset);
            var answer = new JsonObject();
            answer.AddList("webhooks", found.Take(size).Select(Message));
            if (found.Count > size) answer["next_page_token"] = PageToken.Encode(offset + size);
            return answer;
        }, r.Context.RequestAborted);
    }

    private async Task<JsonObject?> ChangeAsync(MlflowRequest r)
    {
        string? name = r.Text("name") is { } given ? WebhookRules.Name(given) : null, url = r.Text("url") is { } wished ? await target.CheckAsync(wished, r.Context.RequestAborted) : null;
        string? events = r.Objects("events") is { Count: > 0 } asked ? WebhookRules.EventList(asked) : null, status = r.Text("status") is { } said ? WebhookRules.Status(said) : null;
        return await database.WriteAsync<JsonObject?>(s =>
        {
            WebhookRow before = Existing(s, r);
            WebhookRow after = before with
            {
                Name = name ?? before.Name,
                Url = url ?? before.Url,
                Events = events ?? before.Events,
                Status = status ?? before.Status,
                Description = r.Text("description") ?? before.Description,
                Secret = r.Text("secret"),
                UpdatedAt = Now,
            };
            store.Update(s, secrets.Sealed(after));
            return One(after);
        }, cancellation: r.Context.RequestAborted);
    }

    private Task<JsonObject?> DeleteAsync(MlflowRequest r) => database.WriteAsync<JsonObject?>(s =>
    {
        store.Delete(s, Existing(s, r).Id);
        return null;
    }, cancellation: r.Context.RequestAborted);

    private async Task<JsonObject?> TestAsync(MlflowRequest r)
    {
        WebhookRow webhook = await database.ReadAsync(s => Existing(s, r), r.Context.RequestAborted);
        string name = r.Whole().Object("event") is { } asked ? WebhookRules.Event(asked) : webhook.EventList[0];
        return new JsonObject { ["result"] = await test.SendAsync(webhook, name, r.Context.RequestAborted) };
    }

    private WebhookRow Existing(SqlSession s, MlflowRequest r)
    {
        string id = (string)r.Context.Request.RouteValues["webhook_id"]!;
        return store.Find(s, id) ?? throw MlflowException.Missing($"Webhook with ID {KeyRules.Cut(id, 100)} not found.");
    }

    private static JsonObject One(WebhookRow webhook) => new() { ["webhook"] = Message(webhook) };

    private static JsonObject Message(WebhookRow webhook)
    {
        var message = new JsonObject { ["webhook_id"] = webhook.Id, ["name"] = webhook.Name, ["url"] = webhook.Url, ["status"] = webhook.Status, ["creation_timestamp"] = webhook.CreatedAt, ["last_updated_timestamp"] = webhook.UpdatedAt };
        message.AddText("description", webhook.Description);
        message.AddList("events", webhook.EventList.Select(e => e.Split('.')).Select(e => new JsonObject { ["entity"] = e[0], ["action"] = e[1] }));
        return message;
    }
}
