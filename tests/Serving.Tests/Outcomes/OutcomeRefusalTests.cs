using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Outcomes;

/// <summary>Outcomes of which there are too many at once.</summary>
public sealed class OutcomeRefusalTests
{
    private const string Outcome = """{"key":"a","value":1}""";

    [Fact]
    public async Task Each_429_is_counted_of_its_endpoint_and_in_no_count_of_predictions()
    {
        await using ServingHost host = await ServingHost.StartAsync(o => (o.MaxConcurrency, o.MaxBodyBytes, o.MaxBytesInFlight) = (1, 1 << 20, 1 << 20));
        await host.ApplyAsync(ServingHost.Endpoint("m", host.Model("1", TestModels.Matrix())), ServingHost.Endpoint("other", host.Model("1", TestModels.Matrix())));
        using var slow = new GatedContent(Outcome);
        Task<Answer> first = host.SendAsync(HttpMethod.Post, "/endpoints/m/outcomes", slow);
        await Until.TrueAsync(() => host.Metrics.Read().InFlight == 1);
        for (int i = 0; i < 2; i++)
        {
            Answer refused = await host.PostAsync("/endpoints/m/outcomes", Outcome);
            ((int)refused.Status, refused.Headers["Retry-After"]).ShouldBe((429, "1"));
        }

        ((int)(await host.PostAsync("/endpoints/nobody/outcomes", Outcome)).Status).ShouldBe(429);
        slow.Open();
        ((int)(await first).Status).ShouldBe(200);

        EndpointReading m = host.Metrics.Read().Endpoint("m")!;
        (m.OutcomesRefused, m.Errors.Values.Sum(), host.Metrics.Read().Endpoint("other")!.OutcomesRefused).ShouldBe((2, 0, 0));
        (await host.GetAsync("/metrics")).Body.ShouldContain("\ncairn_serving_outcomes_refused_total{endpoint=\"m\"} 2\n");
    }
}
