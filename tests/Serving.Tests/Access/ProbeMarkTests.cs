using System.Net;
using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Access;

public sealed class ProbeMarkTests
{
    private const string Body = """{"id":"mine","inputs":[{"name":"features","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}""";
    private static readonly (string, string) Mark = ("X-Cairn-Probe", "1");

    [Fact]
    public async Task A_marked_prediction_is_a_real_one_and_in_no_log_and_no_count()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.IsProber = _ => true);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())) with { Shadow = TestModels.Shadow(host.Model("2", TestModels.Matrix(1))) });
        Answer answer = await host.PostAsync("/v2/models/m/infer", Body, Mark);
        answer.Status.ShouldBe(HttpStatusCode.OK);
        answer.Output("sum").ShouldBe("[10]");
        (await host.PostAsync("/v2/models/m/infer", Body.Replace("[1,4]", "[1,3]", StringComparison.Ordinal), Mark)).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await host.PredictionsAsync("m")).ShouldBeEmpty();
        (await host.ShadowsAsync("m")).ShouldBeEmpty();
        EndpointReading reading = host.Metrics.Read().Endpoint("m")!;
        reading.Probes.ShouldBe(1);
        reading.Errors.Values.Sum().ShouldBe(0);
        reading.Violations.ShouldBeEmpty();
        reading.Days.ShouldBeEmpty();
        VariantReading variant = reading.Variants.Single(v => v.Version == "1");
        (variant.Requests, variant.AllRows, variant.ErrorCount, variant.Latency.Count, variant.Scores?.Count ?? 0).ShouldBe((0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task An_id_that_a_prober_sent_stays_free_for_callers()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => o.IsProber = _ => true);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        (await host.PostAsync("/v2/models/m/infer", Body, Mark)).Json.GetProperty("id").GetString().ShouldNotBe("mine");
        Answer mine = await host.PostAsync("/v2/models/m/infer", Body.Replace("3,4", "3,5", StringComparison.Ordinal));
        mine.Status.ShouldBe(HttpStatusCode.OK);
        (await host.PredictionsAsync("m")).ShouldHaveSingleItem().RequestId.ShouldBe("mine");
    }

    [Fact]
    public async Task Nobody_else_hides_his_requests_behind_the_mark()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())));
        Answer refused = await host.PostAsync("/v2/models/m/infer", Body, Mark);
        refused.Status.ShouldBe(HttpStatusCode.Forbidden);
        refused.Json.GetProperty("error").GetString()!.ShouldContain("X-Cairn-Probe");
        host.Metrics.Read().Endpoint("m")!.Probes.ShouldBe(0);
    }
}
