using System.Net;
using System.Text.Json.Nodes;

namespace Cairn.Rooms.Tests.Pipelines;

/// <summary>A mapped step: one cached task an item, results gathered in a folder, failures of single items told.</summary>
public sealed class MapTests
{
    private const string Listed = """
        project: lab
        steps:
          fit: {run: sh fit.sh, map: [eu, us, asia], out: {model: file}}
          next: {run: "cat $CAIRN_IN_MODEL > $CAIRN_OUT_TEXT; echo $CAIRN_ITEM >> $CAIRN_OUT_TEXT", map: [eu, us, asia], in: {model: fit.model}, out: {text: file}}
          all: {run: "cd $CAIRN_IN_TEXT; for f in *; do echo \"$f: $(tr '\\n' ' ' < $f)\"; done > $CAIRN_OUT_TEXT", in: {text: next.text}, out: {text: file}}
        """;

    [Theory]
    [MemberData(nameof(TestEngines.Long), MemberType = typeof(TestEngines))]
    public async Task Each_item_is_a_task_of_its_own_and_a_failed_one_is_told_and_done_again(string engine)
    {
        const string bad = "[ $CAIRN_ITEM = us ] && { echo no such region >&2; exit 3; }\necho \"model of $CAIRN_ITEM\" > $CAIRN_OUT_MODEL\n";
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Listed, engine, ("fit.sh", bad));
        JsonNode failed = await lab.RunAsync();
        failed.Text("state").ShouldBe("failed");
        PipelineWorld.Step(failed, "fit").Text("failure").ShouldBe("1 of 3 items failed: us: It ended with exit code 3; its log says more.");
        JsonArray parts = (await lab.SendAsync("GET", $"/pipeline-runs/{failed["number"]}/steps/fit/parts"))["items"]!.AsArray();
        parts.Select(p => $"{p!.Text("step")} {p!.Text("state")}").ShouldBe(["fit:eu succeeded", "fit:us failed", "fit:asia succeeded"]);
        (await lab.World.Http.GetStringAsync($"/api/v1/projects/lab/pipeline-runs/{failed["number"]}/steps/fit:us/log")).ShouldBe("no such region\n");
        (await lab.World.Http.GetStringAsync($"/api/v1/projects/lab/pipeline-runs/{failed["number"]}/steps/fit/log?attempt=1")).ShouldBe("", "its parts have logs, it has none");

        JsonNode again = await lab.RunAsync();
        (await PartStatesAsync(lab, again, "fit")).ShouldBe(["cached", "failed", "cached"], "what was done is not done again");

        lab.Repository.Write("fit.sh", bad.Replace("us ]", "mars ]", StringComparison.Ordinal));
        await lab.CommitAsync();
        JsonNode good = await lab.RunAsync();
        good.Text("state").ShouldBe("succeeded", good.ToString());
        (await lab.OutputAsync(good, "all", "text")).ShouldBe("asia: model of asia asia \neu: model of eu eu \nus: model of us us \n");
        JsonNode same = await lab.RunAsync();
        new[] { "fit", "next", "all" }.ShouldAllBe(s => PipelineWorld.State(same, s) == "cached");
        PipelineWorld.Step(same, "fit").Text("why").ShouldBe("3 items, 3 from the cache.");
        (await lab.SendAsync("GET", $"/pipeline-runs/{same["number"]}/steps/all/log?attempt=1", null, HttpStatusCode.BadRequest)).Text("detail").ShouldBe("'all' was not executed in this run, so there is no attempt.");
    }

    [Fact]
    public async Task A_map_over_days_gives_each_item_its_partition_and_runs_only_new_ones()
    {
        const string yaml = """
            project: lab
            data:
              trips: {from: "trips/{day}.csv", every: day at 02:00, since: 2001-01-01, time: at}
            steps:
              count: {run: "ls $CAIRN_IN_TRIPS > $CAIRN_OUT_TABLE", map: day, in: {trips: data.trips}, out: {table: file}}
              all: {run: "cat $CAIRN_IN_TABLES/* > $CAIRN_OUT_TEXT", in: {tables: count.table}, out: {text: file}}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        PipelineWorld.Step(await lab.RunAsync(), "count").Text("failure").ShouldContain("no item to map over");
        await DeliverAsync(lab, "2001-01-01");
        await DeliverAsync(lab, "2001-01-02");
        JsonNode two = await lab.RunAsync();
        two.Text("state").ShouldBe("succeeded", two.ToString());
        (await lab.OutputAsync(two, "all", "text")).ShouldBe("2001-01-01.parquet\n2001-01-02.parquet\n");
        await DeliverAsync(lab, "2001-01-03");
        JsonNode three = await lab.RunAsync();
        (await PartStatesAsync(lab, three, "count")).ShouldBe(["cached", "cached", "succeeded"]);
        (await lab.OutputAsync(three, "all", "text")).ShouldEndWith("2001-01-03.parquet\n");
    }

    [Fact]
    public async Task A_view_is_read_as_the_source_it_is_of()
    {
        const string yaml = """
            project: lab
            data:
              trips: {from: "trips/{day}.csv", every: day at 02:00, since: 2001-01-01, time: at}
              late: {from: "view:trips", partitions: 2001-01-02.., where: n > 1}
            steps:
              count: {run: "ls $CAIRN_IN_TRIPS > $CAIRN_OUT_TABLE", map: day, in: {trips: data.late}, out: {table: file}}
              sum: {use: query, in: {late: data.late}, with: {sql: "select sum(n) as n from late"}}
            """;
        await using PipelineWorld lab = await PipelineWorld.StartAsync(yaml);
        foreach (string day in new[] { "2001-01-01", "2001-01-02", "2001-01-03" }) await DeliverAsync(lab, day);
        JsonNode run = await lab.RunAsync(new { target = "count" });
        (await PartStatesAsync(lab, run, "count")).ShouldBe(["succeeded", "succeeded"]);
        JsonNode sum = await lab.RunAsync(new { target = "sum" });
        sum.Text("state").ShouldBe("succeeded", sum.ToString());
        string page = await lab.World.Http.GetStringAsync("/p/lab/data/late");
        page.ShouldContain("A view of trips");
        page.ShouldContain("where n &gt; 1");
    }

    private static async Task<string[]> PartStatesAsync(PipelineWorld lab, JsonNode run, string step)
        => [.. (await lab.SendAsync("GET", $"/pipeline-runs/{run["number"]}/steps/{step}/parts"))["items"]!.AsArray().Select(p => p!.Text("state"))];

    private static async Task DeliverAsync(PipelineWorld lab, string day)
    {
        string path = Path.Combine(lab.World.Directory, "sources/lab/trips", day + ".csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, $"at,n\n{day}T01:00:00,1\n{day}T02:00:00,2\n");
        await lab.SendAsync("POST", "/data/trips/ingest", new { partition = day }, HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
    }
}
