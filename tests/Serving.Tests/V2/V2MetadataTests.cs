using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

public sealed class V2MetadataTests(SharedHost shared)
{
    [Theory]
    [InlineData("/v2", 200, "\"name\":\"cairn\"")]
    [InlineData("/v2/", 200, "\"extensions\":[\"binary_tensor_data\",\"classification\"")]
    [InlineData("/v2/models/matrix/stats", 200, "{\"model_stats\":[{\"name\":\"matrix\",\"version\":\"7\"")]
    [InlineData("/v2/models/matrix/versions/7/stats", 200, "\"inference_stats\":{\"success\":{\"count\":")]
    [InlineData("/v2/models/stats", 200, "\"name\":\"image\"")]
    [InlineData("/v2/models/nobody/stats", 404, "\"error\"")]
    [InlineData("/v2/models/matrix/versions/8/stats", 404, "\"error\"")]
    [InlineData("/v2/models/half", 200, "{\"name\":\"x\",\"datatype\":\"FP16\",\"shape\":[-1,1]}")]
    [InlineData("/v2/health/live", 200, "{\"live\":true}")]
    [InlineData("/v2/health/ready", 200, "{\"ready\":true}")]
    [InlineData("/livez", 200, "{\"live\":true}")]
    [InlineData("/readyz", 200, "{\"ready\":true}")]
    [InlineData("/v2/models/matrix", 200, "\"platform\":\"onnx_onnxv1\"")]
    [InlineData("/v2/models/matrix", 200, "{\"name\":\"features\",\"datatype\":\"FP32\",\"shape\":[-1,4]}")]
    [InlineData("/v2/models/matrix", 200, "{\"name\":\"score\",\"datatype\":\"FP32\",\"shape\":[-1,1]}")]
    [InlineData("/v2/models/flights", 200, "{\"name\":\"weekday\",\"datatype\":\"INT32\",\"shape\":[-1]}")]
    [InlineData("/v2/models/matrix/versions/7", 200, "\"versions\":[\"7\"]")]
    [InlineData("/v2/models/matrix/ready", 200, "{\"name\":\"matrix\",\"ready\":true}")]
    [InlineData("/v2/models/matrix/versions/7/ready", 200, "\"ready\":true")]
    [InlineData("/v2/models/nobody", 404, "\"error\"")]
    [InlineData("/v2/models/nobody/ready", 404, "\"error\"")]
    [InlineData("/v2/models/matrix/versions/x/ready", 404, "\"error\"")]
    [InlineData("/v2/models/matrix/versions/999", 404, "\"error\"")]
    [InlineData("/endpoints/matrix/ping", 200, "\n")]
    [InlineData("/endpoints/nobody/ping", 404, "RESOURCE_DOES_NOT_EXIST")]
    [InlineData("/metrics", 200, "cairn_serving_snapshot_epoch 1")]
    public async Task It_tells_about_itself(string path, int status, string holds)
    {
        Answer answer = await shared.Host.GetAsync(path);
        ((int)answer.Status).ShouldBe(status, answer.Body);
        answer.Body.ShouldContain(holds, Case.Sensitive);
    }

    [Theory]
    [InlineData("GET", "/v2/models/matrix/infer", "POST")]
    [InlineData("GET", "/v2/repository/index", "POST")]
    [InlineData("GET", "/v2/repository/models/matrix/load", "POST")]
    [InlineData("POST", "/v2/models/matrix/stats", "GET")]
    [InlineData("PUT", "/v2/models/matrix/infer", "POST")]
    [InlineData("POST", "/v2", "GET")]
    [InlineData("DELETE", "/v2/models/matrix", "GET")]
    [InlineData("POST", "/v2/health/live", "GET")]
    [InlineData("GET", "/endpoints/matrix/invocations", "POST")]
    [InlineData("GET", "/endpoints/matrix/outcomes", "POST")]
    public async Task A_wrong_method_is_405_and_says_the_right_one(string method, string path, string allowed)
    {
        Answer answer = await shared.Host.SendAsync(new HttpMethod(method), path);
        ((int)answer.Status).ShouldBe(405);
        answer.Headers["Allow"].ShouldBe(allowed);
        answer.Body.ShouldContain(allowed);
    }

    [Fact]
    public async Task Without_a_snapshot_it_lives_but_is_not_ready()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        ((int)(await host.GetAsync("/v2/health/live")).Status).ShouldBe(200);
        ((int)(await host.GetAsync("/v2/health/ready")).Status).ShouldBe(503);
        ((int)(await host.GetAsync("/livez")).Status).ShouldBe(200);
        ((int)(await host.GetAsync("/readyz")).Status).ShouldBe(503);
        ((int)(await host.PostAsync("/v2/models/matrix/infer", "{}")).Status).ShouldBe(503);
        ((int)(await host.PostAsync("/endpoints/matrix/outcomes", "[]")).Status).ShouldBe(503);
    }

    [Fact]
    public async Task While_the_server_is_stopping_it_says_so_and_answers()
    {
        var time = new HeldTime();
        await using ServingHost host = await ServingHost.StartAsync(o => o.DrainMilliseconds = 20_000, clocks: new(TimeProvider.System, time));
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        Task stopping = host.StopAsync();
        await Until.TrueAsync(() => time.Set > 0);

        foreach (string path in new[] { "/v2/health/ready", "/readyz", "/v2/models/m/ready", "/endpoints/m/ping" }) ((int)(await host.GetAsync(path)).Status).ShouldBe(503, path);
        ((int)(await host.GetAsync("/v2/health/live")).Status).ShouldBe(200);
        ((int)(await host.PostAsync("/endpoints/m/invocations", """{"instances":[[1,2,3,4]]}""")).Status).ShouldBe(200);
        stopping.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(20));
        await stopping;
    }
}
