using System.Text;
using Cairn.Registry.Webhooks;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>Secrets of webhooks lie sealed in the database.</summary>
public sealed class WebhookSecretTests
{
    private const string Draft = """{"name": "w1", "url": "https://good.example/h", "secret": "correct horse", "events": [{"entity": "PROMPT", "action": "CREATED"}]}""";

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_secret_is_nowhere_in_the_tables_and_opens_with_the_key(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string id = (string)(await world.PostAsync("webhooks", Draft))["webhook"]!["webhook_id"]!;
        WebhookRow row = await RowAsync(world, id);
        row.Secret.ShouldBeNull();
        Encoding.UTF8.GetString(row.Sealed!).ShouldNotContain("horse");
        world.Get<WebhookSecrets>().Of(row).ShouldBe("correct horse");
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => world.Get<WebhookSecrets>().Of(row with { Id = "another" }));
        await world.SendAsync(HttpMethod.Patch, $"webhooks/{id}", """{"description": "d"}""");
        world.Get<WebhookSecrets>().Of(await RowAsync(world, id)).ShouldBe("correct horse", "what is not changed stays");
        await world.SendAsync(HttpMethod.Patch, $"webhooks/{id}", """{"secret": "another one"}""");
        world.Get<WebhookSecrets>().Of(await RowAsync(world, id)).ShouldBe("another one");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task What_lay_there_in_plain_text_is_sealed_at_start(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        string id = (string)(await world.PostAsync("webhooks", Draft))["webhook"]!["webhook_id"]!;
        await world.Database.WriteAsync(s => s.Execute("update registry_webhooks set secret = 'of old', sealed = null"), cancellation: TestContext.Current.CancellationToken);
        await world.RestartAsync();
        WebhookRow row = await RowAsync(world, id);
        row.Secret.ShouldBeNull();
        world.Get<WebhookSecrets>().Of(row).ShouldBe("of old");
    }

    private static async Task<WebhookRow> RowAsync(TestWorld world, string id) => (await world.Database.ReadAsync(s => new WebhookStore().Find(s, id), TestContext.Current.CancellationToken))!;
}
