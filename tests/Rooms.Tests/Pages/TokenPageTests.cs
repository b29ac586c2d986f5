using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace Cairn.Rooms.Tests.Pages;

/// <summary>Tokens of endpoints, made, listed and withdrawn on the page of settings.</summary>
public sealed partial class TokenPageTests
{
    private const string Settings = "/settings";

    [Fact]
    public async Task A_token_of_endpoints_is_made_shown_once_listed_and_withdrawn()
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync();
        await using (world)
        using (repository)
        {
            Boxes(await LookAsync(world)).ShouldBe(["delay", "delay.test"]);
            using HttpResponseMessage made = await MakeAsync(world, ("actor", "client:board"), ("role", "infer"), ("endpoints", "delay"), ("endpoints", "delay.test"), ("expires", "30d"), ("note", "the board"));
            string page = await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            made.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            made.Headers.CacheControl!.NoStore.ShouldBeTrue();
            string secret = Secret().Match(page).Groups[1].Value;
            (await AskAsync(world, "/v2/models/delay/ready", secret)).ShouldNotBe(HttpStatusCode.Forbidden);
            (await AskAsync(world, Settings, secret)).ShouldBe(HttpStatusCode.Forbidden);

            string list = await LookAsync(world);
            list.ShouldNotContain(secret);
            foreach (string holds in new[] { "client:board", "infer", "delay, delay.test", "the board" }) Row(list, "client:board").ShouldContain(holds);
            using HttpResponseMessage withdrawn = await world.Http.PostAsync($"{Settings}/tokens/{secret.Split('_')[1]}/revoke", new FormUrlEncodedContent([]));
            withdrawn.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
            Row(await LookAsync(world), "client:board").ShouldContain("Revoked");
            (await AskAsync(world, "/v2/models/delay/ready", secret)).ShouldBe(HttpStatusCode.Unauthorized);
        }
    }

    [Fact]
    public async Task A_token_for_a_copy_says_where_it_opens_and_a_wrong_one_says_why_not()
    {
        (TestWorld world, TestRepository repository) = await PagesWorld.StartAsync();
        await using (world)
        using (repository)
        {
            using HttpResponseMessage made = await MakeAsync(world, ("actor", "client:edge-board"), ("role", "infer"), ("endpoints", "delay"), ("audience", "edge-1"));
            Row(await made.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "client:edge-board").ShouldContain("edge-1");
            foreach ((string field, (string, string)[] fields) in new (string, (string, string)[])[]
            {
                ("endpoints", [("actor", "client:x"), ("role", "infer")]),
                ("audience", [("actor", "client:x"), ("role", "infer"), ("endpoints", "delay"), ("audience", "Edge 1")]),
                ("actor", [("actor", "board"), ("role", "infer"), ("endpoints", "delay")]),
                ("project", [("actor", "client:x"), ("role", "copy"), ("project", "flights")]),
            })
            {
                using HttpResponseMessage refused = await MakeAsync(world, fields);
                (refused.StatusCode, field).ShouldBe((HttpStatusCode.BadRequest, field));
                (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain($"&#x27;{field}&#x27;");
            }

            (await LookAsync(world)).ShouldNotContain("client:x");
        }
    }

    private static async Task<string> LookAsync(TestWorld world)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Settings);
        request.Headers.Accept.ParseAdd("text/html");
        using HttpResponseMessage answer = await world.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<HttpResponseMessage> MakeAsync(TestWorld world, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Settings + "/tokens") { Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Accept.ParseAdd("text/html");
        return await world.Http.SendAsync(request);
    }

    private static async Task<HttpStatusCode> AskAsync(TestWorld world, string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage answer = await world.Http.SendAsync(request);
        return answer.StatusCode;
    }

    private static string[] Boxes(string page) => [.. Box().Matches(page).Select(m => m.Groups[1].Value)];

    /// <summary>The row of the table that speaks of an actor.</summary>
    private static string Row(string page, string actor) => page.Split("<tr").Single(r => r.Contains($">{actor}<", StringComparison.Ordinal));

    [GeneratedRegex("type=\"checkbox\" name=\"endpoints\" value=\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex Box();

    [GeneratedRegex("aria-label=\"The new token\">([^<]+)<", RegexOptions.None, 1000)]
    private static partial Regex Secret();
}
