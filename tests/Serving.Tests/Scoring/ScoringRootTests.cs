using System.Net;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Scoring;

public sealed class ScoringRootTests
{
    [Fact]
    public async Task One_endpoint_alone_answers_at_the_root()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        ((int)(await host.GetAsync("/ping")).Status).ShouldBe(503);
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Image())));

        Answer ping = await host.GetAsync("/ping");
        (ping.Status, ping.Body, ping.Headers["Content-Type"]).ShouldBe((HttpStatusCode.OK, "\n", "application/json"));
        (await host.GetAsync("/health")).Body.ShouldBe("\n");
        (await host.GetAsync("/version")).Body.ShouldMatch(@"^\d+\.\d+\.\d+$");
        (await host.PostAsync("/invocations", """{"instances":[[[1,2,3],[4,5,6]]]}""")).Body.ShouldBe("""{"predictions":[[21]]}""");
        ((int)(await host.GetAsync("/invocations")).Status).ShouldBe(405);
    }

    [Fact]
    public async Task Several_endpoints_have_no_root()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Image())), ServingHost.Endpoint("n", host.Model("2", TestModels.Matrix())));
        foreach (Answer answer in new[] { await host.GetAsync("/ping"), await host.PostAsync("/invocations", "{}") })
        {
            ((int)answer.Status).ShouldBe(404);
            answer.Body.ShouldContain("/endpoints/NAME/");
        }
    }
}
