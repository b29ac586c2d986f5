using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A run that is tried again is the same run: what it read, and what was asked of it.</summary>
public sealed class RetryTests
{
    private const string Yaml = """
        project: lab
        data: {trips: {from: push}}
        steps:
          count: {run: "ls $CAIRN_IN_TRIPS > $CAIRN_OUT_N", in: {trips: data.trips}, out: {n: file}}
        """;

    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task It_reads_what_it_read_and_uses_the_cache_as_it_was_told(string engine)
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml, engine);
        await PushAsync(lab, "p1");
        JsonNode usual = await lab.RunAsync(), anew = await lab.RunAsync(new { no_cache = true });
        await PushAsync(lab, "p2");
        JsonNode cached = await AgainAsync(lab, usual), again = await AgainAsync(lab, anew);
        PipelineWorld.State(cached, "count").ShouldBe("cached", "data that arrived since are not its");
        PipelineWorld.State(again, "count").ShouldBe("succeeded", "it was asked to run without the cache");
        (await lab.OutputAsync(again, "count", "n")).ShouldBe("p1.parquet\n");
        (await lab.OutputAsync(await lab.RunAsync(), "count", "n")).ShouldBe("p1.parquet\np2.parquet\n");
    }

    [Fact]
    public async Task A_reproduction_stays_one()
    {
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml);
        await PushAsync(lab, "p1");
        JsonNode run = await lab.RunAsync(), made = await lab.SendAsync("POST", "/reproductions", new { of = $"#{run["number"]}" }, HttpStatusCode.Accepted);
        JsonNode again = await AgainAsync(lab, await lab.EndAsync((long)made["number"]!));
        (again.Text("purpose"), (await lab.SendAsync("GET", $"/pipeline-runs/{again["number"]}/reproduction")).Text("verdict")).ShouldBe(("reproduction", "same"));
    }

    private static async Task<JsonNode> AgainAsync(PipelineWorld lab, JsonNode run)
        => await lab.EndAsync((long)(await lab.SendAsync("POST", $"/pipeline-runs/{run["number"]}/retry", expected: HttpStatusCode.Accepted))["number"]!);

    private static async Task PushAsync(PipelineWorld lab, string partition)
    {
        using HttpResponseMessage answer = await lab.World.Http.PostAsync($"/api/v1/projects/lab/data/trips/push?partition={partition}", new StringContent("x\n1\n", Encoding.UTF8, "text/csv"), TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        await lab.World.QuietAsync();
    }
}
