using System.IO.Compression;
using System.Text;
using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data.Sources;

public sealed class FileSourceTests
{
    [Fact]
    public async Task Text_is_read_in_every_form_and_packing()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips:\n    from: in/*\n    every: new\n");
        File.WriteAllText(world.Drop("in/tabs.tsv"), "x\ty\n1\ta\n2\tb\n");
        File.WriteAllText(world.Drop("in/lines.jsonl"), "{\"x\": 1, \"y\": \"a\"}\n{\"x\": 2, \"y\": \"b\"}\n");
        File.WriteAllText(world.Drop("in/list.json"), "[{\"x\": 1, \"y\": \"a\"}, {\"x\": 2, \"y\": \"b\"}]");
        Pack(world.Drop("in/packed.csv.gz"), "x,y\n1,a\n2,b\n");
        Pack(world.Drop("in/plines.jsonl.gz"), "{\"x\": 1, \"y\": \"a\"}\n{\"x\": 2, \"y\": \"b\"}\n");
        Rows($"copy (select * from (values (1, 'a'), (2, 'b')) t(x, y)) to '{world.Drop("in/zpacked.csv.zst")}' (format csv, compression zstd)");
        Rows($"copy (select * from (values (1, 'a'), (2, 'b')) t(x, y)) to '{world.Drop("in/zlines.jsonl.zst")}' (format json, compression zstd)");
        Pack(world.Drop("in/deep.json.gz"), new string('[', 100_000) + new string(']', 100_000));
        await world.AdvanceToAsync(1, 1);
        Dictionary<string, Arrival> arrivals = (await world.ArrivalsAsync()).ToDictionary(a => a.Partition);
        arrivals.Values.Where(a => a.State != ArrivalState.Accepted).Select(a => (a.Partition, a.Reason)).ShouldBe([("deep", "The JSON is nested deeper than 32.")]);
        IReadOnlyList<DatasetVersion> known = await world.KnownAsync();
        known.Select(v => v.Partition).ShouldBe(["lines", "list", "packed", "plines", "tabs", "zlines", "zpacked"]);
        known.Select(v => v.SchemaJson).Distinct().ShouldHaveSingleItem();
        known.ShouldAllBe(v => v.Rows == 2);
    }

    [Fact]
    public async Task A_day_that_is_written_again_is_gathered_again_as_long_as_it_may_be_late()
    {
        await using TestWorld world = await StartAsync(Yaml + "\n    late: 2d\n");
        world.Deliver("2001-01-01", 10);
        world.Deliver("2001-01-02", 10);
        await world.AdvanceToAsync(3);
        world.Deliver("2001-01-01", 12);
        await world.AdvanceToAsync(4, 1);
        (await world.KnownAsync()).Select(v => v.Rows).ShouldBe([10, 10]);
        world.Deliver("2001-01-02", 13);
        world.Deliver("2001-01-03", 10);
        await world.AdvanceToAsync(4);
        // The first ended two days and two hours before.
        (await world.KnownAsync()).Select(v => v.Rows).ShouldBe([10, 13, 10]);
        await world.AdvanceToAsync(4, 23);
        (await world.ArrivalsAsync()).Count.ShouldBe(4);
    }

    private static void Pack(string path, string text)
    {
        using var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        packed.Write(Encoding.UTF8.GetBytes(text));
    }
}
