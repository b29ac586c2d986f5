using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Crashes;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Tracing;

public sealed class TraceExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-otlp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Spans_are_sent_by_otlp_where_the_environment_says_so()
    {
        var got = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Microsoft.AspNetCore.Hosting.HostingAbstractionsWebHostBuilderExtensions.UseUrls(builder.WebHost, "http://127.0.0.1:0");
        await using WebApplication collector = builder.Build();
        collector.MapPost("/v1/traces", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            got.TrySetResult(body.ToArray());
        });
        await collector.StartAsync();

        VariantRoute model = TestModels.Write(_folder, "1", TestModels.Constant(1));
        using ServeProcess server = await ServeProcess.StartAsync(_folder, new() { Epoch = 1, Endpoints = [ServingHost.Endpoint("m", model)] },
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "50"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/m/infer") { Content = new StringContent("""{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}]}""") };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(200);

        byte[] sent = await got.Task.WaitAsync(TimeSpan.FromSeconds(60));
        sent.AsSpan().IndexOf(Convert.FromHexString("0af7651916cd43dd8448eb211c80319c")).ShouldBeGreaterThan(0);
        sent.AsSpan().IndexOf("cairn.request_id"u8).ShouldBeGreaterThan(0);
    }
}
