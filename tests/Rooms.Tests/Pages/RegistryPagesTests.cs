using System.Net;
using Cairn.Platform.Sql;
using Cairn.Registry.Webhooks;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>The pages of webhooks and prompts, by forms and links alone.</summary>
public sealed class RegistryPagesTests(PlainSite site) : IClassFixture<PlainSite>
{
    [Fact]
    public async Task A_webhook_is_made_tried_and_deleted_and_its_secret_never_shown()
    {
        TestWorld world = site.World;
        (await world.Http.GetStringAsync($"/p/{PagesWorld.Project}/models")).ShouldContain("href=\"/webhooks\"");
        const string url = "https://8.8.8.8/hook?key=hidden-word";
        (await PostAsync(world, "/webhooks", HttpStatusCode.BadRequest, ("name", "<b>"), ("url", url), ("events", "PROMPT.CREATED"))).ShouldContain("Invalid webhook name");
        (await PostAsync(world, "/webhooks", HttpStatusCode.BadRequest, ("name", "news"), ("url", "https://127.0.0.1/h"), ("events", "PROMPT.CREATED"))).ShouldContain("private address");
        (await PostAsync(world, "/webhooks", HttpStatusCode.BadRequest, ("name", "news"), ("url", url))).ShouldContain("events");
        await PostAsync(world, "/webhooks", HttpStatusCode.SeeOther, ("name", "news"), ("url", url), ("secret", "s3cret"), ("events", "PROMPT.CREATED"), ("events", "MODEL_VERSION.CREATED"));
        string page = await world.Http.GetStringAsync("/webhooks"), id = page.Split("/webhooks/")[1].Split('/')[0];
        page.ShouldContain("prompt created, model version created");
        WebUtility.HtmlDecode(page).ShouldContain("https://8.8.8.8/hook?…");
        foreach (string hidden in (string[])["s3cret", "hidden-word"]) page.ShouldNotContain(hidden);

        await PostAsync(world, $"/webhooks/{id}/switch", HttpStatusCode.SeeOther);
        (await world.Http.GetStringAsync("/webhooks")).ShouldContain("Switch on news");
        world.Get<WebhookSecrets>().Of((await world.Database.ReadAsync(s => world.Get<WebhookStore>().Find(s, id), TestContext.Current.CancellationToken))!).ShouldBe("s3cret");

        // One whose host has become private: the test is told so at once.
        await world.Database.WriteAsync(s => world.Get<WebhookStore>().Insert(s, new WebhookRow { Id = "turned", Name = "turned", Url = "https://127.0.0.1:9/h", Events = "PROMPT.CREATED" }));
        (await PostAsync(world, "/webhooks/turned/test", HttpStatusCode.OK)).ShouldContain("turned was not answered: The host of the webhook has a private address.");
        await PostAsync(world, "/webhooks/turned/delete", HttpStatusCode.SeeOther);
        await PostAsync(world, $"/webhooks/{id}/delete", HttpStatusCode.SeeOther);
        (await world.Http.GetStringAsync("/webhooks")).ShouldContain("No webhook is set.");
        await PostAsync(world, $"/webhooks/{id}/test", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_prompt_shows_its_text_what_changed_and_its_aliases()
    {
        TestWorld world = site.World;
        await world.PostAsync("registered-models/create", $$"""{"name": "greet <b>", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}, {"key": "cairn.project", "value": "{{PagesWorld.Project}}"}]}""");
        foreach (string text in (string[])["Hello\\nyou", "Hello\\n{{name}} <i>", "Good day\\n{{name}} <i>"])
            await world.PostAsync("model-versions/create", $$"""{"name": "greet <b>", "source": "prompt-template", "tags": [{"key": "mlflow.prompt.is_prompt", "value": "true"}, {"key": "mlflow.prompt.text", "value": "{{text}}"}]}""");
        await world.PostAsync("registered-models/alias", """{"name": "greet <b>", "alias": "champion", "version": "2"}""");
        const string prompt = "/prompts/greet%20%3Cb%3E";
        string list = await world.Http.GetStringAsync("/prompts");
        list.ShouldContain($"href=\"{prompt}\"");
        (await world.Http.GetStringAsync($"/p/{PagesWorld.Project}/models")).ShouldNotContain("greet");

        string newest = await world.Http.GetStringAsync(prompt);
        newest.ShouldContain("Text of version 3");
        WebUtility.HtmlDecode(newest).ShouldContain("Good day\n{{name}} <i>");
        newest.ShouldNotContain("<i>");
        newest.ShouldMatch("<del>.*Hello</del>");
        newest.ShouldMatch("<ins>.*Good day</ins>");
        newest.ShouldContain("champion");
        string other = await world.Http.GetStringAsync(prompt + "?version=2&against=1");
        other.ShouldContain("From version 1 to 2");
        other.ShouldMatch("<del>.*you</del>");
        (await world.Http.GetStringAsync(prompt + "?version=1")).ShouldNotContain("From version");
        foreach (string none in (string[])["/prompts/none", prompt + "?version=9", prompt + "?against=9"]) (await world.Http.GetAsync(none)).StatusCode.ShouldBe(HttpStatusCode.NotFound, none);
    }

    private static async Task<string> PostAsync(TestWorld world, string path, HttpStatusCode expected, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using HttpResponseMessage answer = await world.Http.PostAsync(path, content);
        string text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return WebUtility.HtmlDecode(text);
    }
}
