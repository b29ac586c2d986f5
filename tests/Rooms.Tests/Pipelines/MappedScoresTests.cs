using System.Net;
using System.Text.Json.Nodes;
using Cairn.Data;

namespace Cairn.Rooms.Tests.Pipelines;

public sealed class MappedScoresTests
{
    private const string Yaml = """
        project: lab
        data:
          trips: {from: "trips/{day}.csv", every: day at 02:00, since: 2001-01-01}
        steps:
          train: {use: train, in: {train: data.trips}, with: {label: late, rounds: 3}, seed: 1}
          scores: {use: predict, map: day, in: {model: train.model, table: data.trips}, with: {keep: [x]} }
        """;

    [Fact]
    public async Task Scores_of_a_map_are_a_dataset_with_a_partition_for_each_item_and_only_what_changed_is_a_new_version()
    {
        if (Cairn.XgBoost.XgBoostLibrary.Missing() is { } missing) Assert.Skip(missing);
        await using PipelineWorld lab = await PipelineWorld.StartAsync(Yaml);
        await DeliverAsync(lab, "2001-01-01", 0);
        await DeliverAsync(lab, "2001-01-02", 1);
        JsonNode run = await lab.RunAsync();
        run.Text("state").ShouldBe("succeeded", run.ToString());
        IReadOnlyList<DatasetVersion> made = await lab.World.Get<IDatasets>().KnownAsync("lab", "scores");
        made.Select(v => (v.Partition, v.Rows, v.RunId)).ShouldBe([("2001-01-01", 100, run.Text("id")), ("2001-01-02", 101, run.Text("id"))]);
        (await lab.SendAsync("GET", "/datasets/scores@2001-01-02/lineage")).Text("made_by").ShouldBe(run.Text("id"));
        await lab.RunAsync();
        (await lab.SendAsync("GET", "/datasets?source=scores"))["items"]!.AsArray().Count.ShouldBe(2);
    }

    private static async Task DeliverAsync(PipelineWorld lab, string day, int more)
    {
        string path = Path.Combine(lab.World.Directory, "sources/lab/trips", day + ".csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, "x,late\n" + string.Concat(Enumerable.Range(0, 100 + more).Select(i => $"{i},{(i > 50 ? 1 : 0)}\n")));
        await lab.SendAsync("POST", "/data/trips/ingest", new { partition = day }, HttpStatusCode.Accepted);
        await lab.World.QuietAsync();
    }
}
