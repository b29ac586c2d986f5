using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Cairn.Platform.Http;
using Cairn.Registry.Webhooks;
using Cairn.Rooms.Tests.Tracking;

namespace Cairn.Rooms.Tests.Registry;

/// <summary>Webhooks: who may be called, and what is sent.</summary>
public sealed class WebhookTests
{
    private const string Events = """[{"entity": "MODEL_VERSION", "action": "CREATED"}, {"entity": 4, "action": 1}, {"entity": "PROMPT", "action": "CREATED"}]""";

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("198.18.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:7f00:1::")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    [InlineData("2001:db8::1")]
    public void Private_addresses_are_private_however_they_are_written(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeFalse();

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.32.0.1")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("2606:4700::1111")]
    public void Public_addresses_are_public(string address) => PublicAddress.Is(IPAddress.Parse(address)).ShouldBeTrue();

    [Theory]
    [InlineData("http://good.example/h")]
    [InlineData("https://inside.example/h")]
    [InlineData("https://mixed.example/h")]
    [InlineData("https://nowhere.example/h")]
    [InlineData("https://user:word@good.example/h")]
    [InlineData("https://good.example/h#part")]
    [InlineData("https://127.0.0.1/h")]
    [InlineData("https://2130706433/h")]
    [InlineData("https://0x7f.1/h")]
    [InlineData("https://0177.0.0.1/h")]
    [InlineData("https://[::1]/h")]
    [InlineData("https://[::ffff:127.0.0.1]/h")]
    [InlineData("https://localhost/h")]
    [InlineData("https:\\\\good.example\\h")]
    [InlineData("https://good.example\\@inside.example/")]
    [InlineData("ftp://good.example/h")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://good.example/")]
    [InlineData("//good.example/h")]
    [InlineData("good.example")]
    [InlineData("https://good.example/\r\nHost: x")]
    public async Task A_url_that_is_not_https_to_a_public_address_is_refused(string url)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.PostAsync("webhooks", Draft("https://good.example/h"));
        await world.RefusedAsync("webhooks", Draft(url), "INVALID_PARAMETER_VALUE");
        (await world.GetAsync("webhooks"))["webhooks"]!.AsArray().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name": "-a", "url": "https://good.example/h", "events": [{"entity": "PROMPT", "action": "CREATED"}]}""")]
    [InlineData("""{"name": "A", "url": "https://good.example/h", "events": [{"entity": "PROMPT", "action": "CREATED"}]}""")]
    [InlineData("""{"name": "a", "url": "https://good.example/h", "events": []}""")]
    [InlineData("""{"name": "a", "url": "https://good.example/h", "events": [{"entity": "PROMPT", "action": "SET"}]}""")]
    [InlineData("""{"name": "a", "url": "https://good.example/h", "events": [{"entity": "PROMPT", "action": "CREATED"}], "status": "ASLEEP"}""")]
    public async Task A_webhook_that_is_none_is_refused(string json)
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        await world.RefusedAsync("webhooks", json, "INVALID_PARAMETER_VALUE");
    }

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task A_webhook_is_kept_changed_and_taken_away_and_its_secret_never_shown(string engine)
    {
        await using TestWorld world = await TrackingWorld.StartAsync(engine);
        JsonNode made = (await world.PostAsync("webhooks", Draft("https://good.example/h")))["webhook"]!;
        string path = $"webhooks/{made["webhook_id"]}";
        made["events"]!.ToJsonString().ShouldBe("""[{"entity":"MODEL_VERSION","action":"CREATED"},{"entity":"MODEL_VERSION_ALIAS","action":"CREATED"},{"entity":"PROMPT","action":"CREATED"}]""");
        JsonNode changed = (await world.SendAsync(HttpMethod.Patch, path, """{"status": "DISABLED", "description": "d"}"""))["webhook"]!;
        (changed["status"]!.GetValue<string>(), changed["description"]!.GetValue<string>(), changed["name"]!.GetValue<string>()).ShouldBe(("DISABLED", "d", "w1"));
        foreach (JsonObject answer in (JsonObject[])[await world.GetAsync(path), await world.GetAsync("webhooks"), new JsonObject { ["x"] = made.DeepClone() }]) answer.ToJsonString().ShouldNotContain("s3cret");
        await world.SendAsync(HttpMethod.Delete, path, null);
        await world.SendAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_happens_is_sent_signed_and_again_when_the_receiver_was_broken()
    {
        await using var receiver = await Receiver.StartAsync(HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK);
        await using TestWorld world = await TrackingWorld.StartNearAsync();
        await world.PostAsync("webhooks", Draft(receiver.Url));
        await world.PostAsync("registered-models/create", """{"name": "m"}""");
        await world.PostAsync("model-versions/create", """{"name": "m", "source": "mlflow-artifacts:/0/x/artifacts/m", "tags": [{"key": "k", "value": "v"}]}""");
        Received first = await receiver.NextAsync(), again = await receiver.NextAsync();
        (again.Delivery, again.Body).ShouldBe((first.Delivery, first.Body));
        again.Signature.ShouldBe(WebhookSender.Signature("s3cret", $"{again.Delivery}.{again.Timestamp}.{again.Body}"));
        JsonNode message = JsonNode.Parse(again.Body)!;
        (message["entity"]!.GetValue<string>(), message["action"]!.GetValue<string>()).ShouldBe(("model_version", "created"));
        message["data"]!.ToJsonString().ShouldBe("""{"name":"m","version":"1","tags":{"k":"v"},"description":null,"source":"mlflow-artifacts:/0/x/artifacts/m","run_id":null}""");

        await world.PostAsync("registered-models/alias", """{"name": "m", "alias": "a", "version": "1"}""");
        JsonNode.Parse((await receiver.NextAsync()).Body)!["data"]!.ToJsonString().ShouldBe("""{"name":"m","alias":"a","version":"1"}""");
    }

    [Fact]
    public async Task A_test_tells_what_came_of_it_and_redirects_are_not_followed()
    {
        await using var receiver = await Receiver.StartAsync(HttpStatusCode.OK, HttpStatusCode.Redirect);
        await using TestWorld world = await TrackingWorld.StartNearAsync();
        string path = $"webhooks/{(await world.PostAsync("webhooks", Draft(receiver.Url)))["webhook"]!["webhook_id"]}/test";
        (await world.PostAsync(path, """{"event": {"entity": "PROMPT", "action": "CREATED"}}"""))["result"]!.ToJsonString().ShouldBe("""{"success":true,"response_status":200,"response_body":"thanks"}""");
        (await world.PostAsync(path, "{}"))["result"]!["response_status"]!.GetValue<int>().ShouldBe(302);
        (await receiver.NextAsync()).Body.ShouldContain("\"entity\":\"prompt\"");
    }

    [Fact]
    public async Task A_name_that_turns_private_later_is_not_called()
    {
        await using var receiver = await Receiver.StartAsync(HttpStatusCode.OK);
        await using TestWorld world = await TrackingWorld.StartAsync();
        string turning = $"https://turning.example:{new Uri(receiver.Url).Port}/h", path = $"webhooks/{(await world.PostAsync("webhooks", Draft(turning)))["webhook"]!["webhook_id"]}/test";
        (await world.PostAsync(path, "{}"))["result"]!.ToJsonString().ShouldBe("""{"success":false,"error_message":"The host of the webhook has a private address."}""");
        receiver.Count.ShouldBe(0);
    }

    private static string Draft(string url) => $$"""{"name": "w1", "url": {{JsonValue.Create(url).ToJsonString()}}, "secret": "s3cret", "events": {{Events}}}""";

    private sealed record Received(string Body, string Delivery, string Timestamp, string Signature);

    /// <summary>A receiver on loopback that answers one status after another, the last for ever.</summary>
    private sealed class Receiver(WebApplication app, Channel<Received> received) : IAsyncDisposable
    {
        private int _count;

        public string Url => $"http://localhost:{new Uri(app.Urls.First()).Port}/hook";

        public int Count => _count;

        public static async Task<Receiver> StartAsync(params HttpStatusCode[] statuses)
        {
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            WebApplication app = builder.Build();
            var receiver = new Receiver(app, Channel.CreateUnbounded<Received>());
            app.MapPost("/hook", c => receiver.AnswerAsync(c, statuses));
            await app.StartAsync(TestContext.Current.CancellationToken);
            return receiver;
        }

        public Task<Received> NextAsync() => received.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(2));

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private async Task AnswerAsync(HttpContext context, HttpStatusCode[] statuses)
        {
            using var reader = new StreamReader(context.Request.Body);
            IHeaderDictionary headers = context.Request.Headers;
            await received.Writer.WriteAsync(new Received(await reader.ReadToEndAsync(context.RequestAborted), headers["X-MLflow-Delivery-Id"].ToString(), headers["X-MLflow-Timestamp"].ToString(), headers["X-MLflow-Signature"].ToString()));
            int answered = Interlocked.Increment(ref _count);
            context.Response.StatusCode = (int)statuses[Math.Min(answered, statuses.Length) - 1];
            context.Response.Headers.Location = "http://127.0.0.1/elsewhere";
            await context.Response.WriteAsync("thanks", context.RequestAborted);
        }
    }
}
