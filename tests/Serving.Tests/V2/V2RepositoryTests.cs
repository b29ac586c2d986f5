using System.Text.Json;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.V2;

public sealed class V2RepositoryTests(SharedHost shared)
{
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"ready":true}""")]
    [InlineData("""{"ready":false,"other":[1]}""")]
    public async Task The_index_lists_every_model_and_version(string body)
    {
        Answer answer = await shared.Host.PostAsync("/v2/repository/index", body);
        ((int)answer.Status).ShouldBe(200, answer.Body);
        answer.Body.ShouldContain("""{"name":"matrix","version":"7","state":"READY","reason":""}""");
        answer.Json.EnumerateArray().Select(m => m.GetProperty("name").GetString()).ShouldBeInOrder();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"ready":1}""")]
    [InlineData("{")]
    public async Task A_wish_that_is_none_is_400(string body) => ((int)(await shared.Host.PostAsync("/v2/repository/index", body)).Status).ShouldBe(400);

    [Fact]
    public async Task Statistics_count_requests_rows_and_failures_apart()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Fragile()), host.Model("2", TestModels.Constant(2), 0, VariantRole.Canary)));
        for (int i = 0; i < 3; i++) await host.PostAsync("/v2/models/m/infer", Body("[2,1]", "[1,2]"));
        await host.PostAsync("/v2/models/m/infer", Body("[1,1]", "[99]"));

        JsonElement one = (await host.GetAsync("/v2/models/m/versions/1/stats")).Json.GetProperty("model_stats")[0];
        JsonElement times = one.GetProperty("inference_stats");
        one.GetProperty("inference_count").GetInt64().ShouldBe(6);
        one.GetProperty("execution_count").GetInt64().ShouldBe(3);
        one.GetProperty("last_inference").GetInt64().ShouldBeGreaterThan(0);
        times.GetProperty("success").GetProperty("count").GetInt64().ShouldBe(3);
        times.GetProperty("fail").GetProperty("count").GetInt64().ShouldBe(1);
        times.GetProperty("compute_infer").GetProperty("ns").GetInt64().ShouldBeInRange(1, times.GetProperty("success").GetProperty("ns").GetInt64());
        one.GetProperty("batch_stats")[0].GetProperty("batch_size").GetInt32().ShouldBe(2);
        (await host.GetAsync("/v2/models/m/stats")).Json.GetProperty("model_stats").GetArrayLength().ShouldBe(2);
    }

    private static string Body(string shape, string data) => $$"""{"inputs":[{"name":"x","shape":{{shape}},"datatype":"FP32","data":{{data}}}]}""";
}
