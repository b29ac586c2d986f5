using Cairn.Contracts.Snapshots;
using Cairn.Serving.Routing;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Routing;

/// <summary>By what a request stays with one version.</summary>
public sealed class StickyTests
{
    private const int Keys = 40;

    [Fact]
    public async Task A_key_falls_the_same_from_header_cookie_or_column_and_however_it_is_written()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute a = host.Model("1", TestModels.Constant(1), 500), b = host.Model("2", TestModels.Constant(2), 500, VariantRole.Canary);
        EndpointRoute Route(string name, StickyKey key) => ServingHost.Endpoint(name, a, b) with { Salt = "fixed", StickyKey = key, KeyColumn = "customer" };
        await host.ApplyAsync(Route("header", new(StickySource.Header, "X-Customer")), Route("cookie", new(StickySource.Cookie, "customer")), Route("column", new(StickySource.Column, "customer")));
        int canary = 0;
        for (int i = 0; i < Keys; i++)
        {
            string byHeader = await VariantAsync(host, "header", Body(), ("X-Customer", $"{i}"));
            (await VariantAsync(host, "cookie", Body(), ("Cookie", $"other=1; customer={i}"))).ShouldBe(byHeader);
            (await VariantAsync(host, "column", Body($$""","datatype":"INT64","data":[{{i}}]"""))).ShouldBe(byHeader);
            (await VariantAsync(host, "column", Body($$""","datatype":"BYTES","data":["{{i}}"]"""))).ShouldBe(byHeader);
            if (byHeader == "canary") canary++;
        }

        canary.ShouldBeInRange(8, 32);
    }

    [Fact]
    public async Task Where_versions_share_the_log_has_a_hash_of_what_a_request_sticks_by()
    {
        await using ServingHost host = await ServingHost.StartAsync();
        VariantRoute a = host.Model("1", TestModels.Constant(1), 500), b = host.Model("2", TestModels.Constant(2), 500, VariantRole.Canary);
        var key = new StickyKey(StickySource.Header, "X-Customer");
        await host.ApplyAsync(ServingHost.Endpoint("two", a, b) with { StickyKey = key }, ServingHost.Endpoint("one", a with { WeightPermille = 1000 }) with { StickyKey = key });
        foreach (string who in new[] { "ada", "ada", "ben", "" }) await host.PostAsync("/v2/models/two/infer", Body(), ("X-Customer", who));
        await host.PostAsync("/v2/models/one/infer", Body(), ("X-Customer", "ada"));

        long?[] units = [.. (await host.PredictionsAsync("two")).Select(r => r.Unit)];
        units[0].ShouldNotBeNull();
        (units[1], units[2] == units[0], units[3]).ShouldBe((units[0], false, null));
        (await host.PredictionsAsync("one")).ShouldHaveSingleItem().Unit.ShouldBeNull();
    }

    [Fact]
    public void A_range_of_its_own_stays_when_another_weight_moves()
    {
        var before = new VariantSplit("s", [700, 200, 100], stable: 0, [null, new(100, 300), new(0, 100)]);
        var after = new VariantSplit("s", [750, 200, 50], stable: 0, [null, new(100, 300), new(0, 50)]);
        for (int i = 0; i < 5000; i++)
        {
            byte[] key = BitConverter.GetBytes(i);
            (after.Choose(key) == 1).ShouldBe(before.Choose(key) == 1);
            (before.Choose(key) == 1).ShouldBe(before.Point(key) is >= 100 and < 300);
        }
    }

    [Fact]
    public async Task An_endpoint_has_limits_of_its_own()
    {
        await using ServingHost host = await ServingHost.StartAsync(clocks: new(TimeProvider.System, new SteppingTime()));
        VariantRoute model = host.Model("1", TestModels.Constant(1));
        await host.ApplyAsync(
            ServingHost.Endpoint("free", model), ServingHost.Endpoint("small", model) with { MaxBodyBytes = 60 }, ServingHost.Endpoint("hasty", model) with { PatienceMilliseconds = 1 });

        ((int)(await host.PostAsync("/v2/models/free/infer", Body())).Status).ShouldBe(200);
        Answer large = await host.PostAsync("/v2/models/small/infer", Body());
        ((int)large.Status, large.Body.Contains("60 bytes", StringComparison.Ordinal)).ShouldBe((413, true));
        ((int)(await host.PostAsync("/v2/models/hasty/infer", Body())).Status).ShouldBe(504);
    }

    private static async Task<string> VariantAsync(ServingHost host, string endpoint, string body, params (string, string)[] headers)
        => (await host.PostAsync($"/v2/models/{endpoint}/infer", body, headers)).Headers["X-Cairn-Variant"];

    private static string Body(string? key = null) =>
        $$"""{"inputs":[{"name":"x","shape":[1,1],"datatype":"FP32","data":[1]}{{(key is null ? "" : $$""",{"name":"customer","shape":[1,1]{{key}}}""")}}]}""";

    /// <summary>Ten milliseconds pass between any two looks at the clock.</summary>
    private sealed class SteppingTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Interlocked.Add(ref _now, 10);
    }
}
