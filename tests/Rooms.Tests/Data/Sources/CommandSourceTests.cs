using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data.Sources;

public sealed class CommandSourceTests
{
    [Fact]
    public async Task A_command_of_the_repository_brings_each_day()
    {
        await using TestWorld world = await StartAsync("""
            project: flights
            data:
              trips: {command: "sh get.sh {day}", every: day at 02:00, since: 2001-01-01, format: csv, secret: KEY}
              folder: {command: "mkdir $CAIRN_OUT_DATA && echo x > $CAIRN_OUT_DATA/a.csv && echo 1 >> $CAIRN_OUT_DATA/a.csv && cp $CAIRN_OUT_DATA/a.csv $CAIRN_OUT_DATA/b.csv"}
              fails: {command: "echo told >&2; exit 3", format: csv}
              nothing: {command: "true", format: csv}
            """);
        world.Get<TestSecrets>().Values["KEY"] = "s3cr3t";
        Directory.CreateDirectory(Path.Combine(world.Directory, "tree"));
        File.WriteAllText(Path.Combine(world.Directory, "tree/get.sh"), "printf 'day,partition,key\\n%s,%s,%s\\n' $1 $CAIRN_PARTITION ${#KEY} > $CAIRN_OUT_DATA; echo $KEY\n");
        await world.AdvanceToAsync(3);
        IReadOnlyList<DatasetVersion> known = await world.KnownAsync();
        known.Select(v => v.Partition).ShouldBe(["2001-01-01", "2001-01-02"]);
        Rows($"select cast(day as varchar), cast(partition as varchar), key from read_parquet('{await world.Get<IDatasets>().PathAsync(known[1])}')").Single().ShouldBe(["2001-01-02", "2001-01-02", 6L]);
        foreach (string log in Directory.GetFiles(world.Directory, "*.log", SearchOption.AllDirectories)) File.ReadAllText(log).ShouldNotContain("s3cr3t");
        (await world.IngestAsync(source: "folder")).Rows.ShouldBe(2);
        Arrival fails = await world.IngestAsync(source: "fails");
        (fails.State, fails.Failure, fails.Reason).ShouldBe((ArrivalState.Failed, "unusable", "The command failed. It ended with exit code 3; its log says more."));
        (await world.IngestAsync(source: "nothing")).Reason!.ShouldStartWith("The command failed.");
    }
}
