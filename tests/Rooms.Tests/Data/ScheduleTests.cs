using System.Text.Json;
using Cairn.Contracts.Ledger;
using Cairn.Data;
using static Cairn.Rooms.Tests.Data.DataWorld;

namespace Cairn.Rooms.Tests.Data;

public sealed class ScheduleTests
{
    [Theory]
    [MemberData(nameof(TestEngines.All), MemberType = typeof(TestEngines))]
    public async Task Each_day_is_gathered_the_morning_after_and_becomes_a_version(string engine)
    {
        await using TestWorld world = await StartAsync(engine: engine);
        world.Deliver("2001-01-01", 20);
        world.Deliver("2001-01-02", 30);
        await world.AdvanceToAsync(3);
        IReadOnlyList<DatasetVersion> known = await world.KnownAsync();
        known.Select(v => (v.Partition, v.Number, v.Rows, v.ArrivedAt)).ShouldBe(
        [
            ("2001-01-01", 1, 20, new DateTimeOffset(2001, 1, 2, 2, 0, 0, TimeSpan.Zero)),
            ("2001-01-02", 2, 30, new DateTimeOffset(2001, 1, 3, 2, 0, 0, TimeSpan.Zero)),
        ]);
        (await world.KnownAsync(asOf: new DateTimeOffset(2001, 1, 3, 1, 0, 0, TimeSpan.Zero))).Count.ShouldBe(1);
        Rows($"select count(*), min(delay), typeof(any_value(\"at\")), typeof(any_value(delay)) from read_parquet('{await world.Get<IDatasets>().PathAsync(known[0])}')").Single().ShouldBe([20L, -5.5, "TIMESTAMP", "DOUBLE"]);

        IReadOnlyList<LedgerEvent> events = [.. (await world.EventsAsync(project: "flights")).Where(e => e.Type != "project.declared")];
        events.Select(e => e.Type).ShouldBe(["run.started", "version.registered", "run.finished", "run.started", "version.registered", "run.finished"]);
        LedgerEvent version = events[1], finished = events[2];
        (finished.Subject.Id, (string?)finished.Data["status"], (string?)finished.Data["trigger"], (int?)finished.Data["rows"]).ShouldBe((events[0].Subject.Id, "succeeded", "schedule", 20));
        ((string?)finished.Data["source"]).ShouldBe("file://" + world.Drop("trips/2001-01-01.csv"));
        (version.Subject.Id, (string?)version.Data["noun"], (string?)version.Data["name"], (string?)version.Data["run"], version.Subject.Digest)
            .ShouldBe((known[0].Id, "dataset", "trips", finished.Subject.Id, known[0].Digest));
        finished.Actor.Id.ShouldBe("svc:data");
    }

    [Fact]
    public async Task Missed_days_are_caught_up_in_order()
    {
        await using TestWorld world = await StartAsync("project: flights");
        await world.AdvanceToAsync(6, 0);
        foreach (string day in new[] { "2001-01-01", "2001-01-02", "2001-01-03", "2001-01-04", "2001-01-05" }) world.Deliver(day, 10);
        await world.Get<TestProjects>().DeclareAsync(Yaml);
        (await world.GetAsync("data"))[0].GetProperty("waiting").GetArrayLength().ShouldBe(5);
        await world.AdvanceToAsync(6, 3);
        IReadOnlyList<DatasetVersion> known = await world.KnownAsync();
        known.Select(v => (v.Partition, v.Number)).ShouldBe([("2001-01-01", 1), ("2001-01-02", 2), ("2001-01-03", 3), ("2001-01-04", 4), ("2001-01-05", 5)]);
        JsonElement source = (await world.GetAsync("data"))[0];
        source.GetProperty("last_partition").GetString().ShouldBe("2001-01-05");
        source.GetProperty("next_due").GetDateTimeOffset().ShouldBe(new DateTimeOffset(2001, 1, 7, 2, 0, 0, TimeSpan.Zero));
        source.GetProperty("waiting").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_missing_is_recorded_once_and_gathered_when_it_comes()
    {
        await using TestWorld world = await StartAsync();
        await world.AdvanceToAsync(2);
        await world.AdvanceToAsync(3, 1);
        world.Deliver("2001-01-02", 10);
        await world.AdvanceToAsync(3);
        (await world.ArrivalsAsync()).Select(a => (a.Partition, a.State, a.Failure)).ShouldBe([("2001-01-01", ArrivalState.Missing, "missing"), ("2001-01-02", ArrivalState.Accepted, null)]);
        world.Deliver("2001-01-01", 10);
        world.Deliver("2001-01-03", 10);
        await world.AdvanceToAsync(4);
        IReadOnlyList<Arrival> all = await world.ArrivalsAsync();
        all.Skip(2).Select(a => (a.Partition, a.State, a.Trigger)).ShouldBe([("2001-01-01", ArrivalState.Accepted, "retry"), ("2001-01-03", ArrivalState.Accepted, "schedule")]);
        IReadOnlyList<LedgerEvent> finished = await world.EventsAsync("run.finished");
        finished.Select(e => ((string?)e.Data["status"], (string?)e.Data["failure"])).ShouldBe([("failed", "missing"), ("succeeded", null), ("succeeded", null), ("succeeded", null)]);
    }

    [Fact]
    public async Task New_files_of_a_folder_are_partitions_and_gathered_once_each()
    {
        await using TestWorld world = await StartAsync("project: flights\ndata:\n  trips:\n    from: in/*.csv\n    every: new\n");
        await File.WriteAllTextAsync(world.Drop("in/b.csv"), "x\n1\n");
        await File.WriteAllTextAsync(world.Drop("in/a.csv"), "x\n2\n");
        await world.AdvanceToAsync(1, 1);
        await world.AdvanceToAsync(1, 2);
        (await world.ArrivalsAsync()).Select(a => (a.Partition, a.Trigger)).ShouldBe([("a", "data"), ("b", "data")]);
        await File.WriteAllTextAsync(world.Drop("in/a.csv"), "x\n22\n");
        await world.AdvanceToAsync(1, 3);
        (await world.KnownAsync()).Select(v => (v.Partition, v.Number)).ShouldBe([("a", 3), ("b", 2)]);
    }

    [Fact]
    public async Task A_source_taken_out_of_the_file_is_not_gathered_any_more()
    {
        await using TestWorld world = await StartAsync();
        await world.Get<TestProjects>().DeclareAsync("project: flights");
        world.Deliver("2001-01-01", 10);
        await world.AdvanceToAsync(3);
        (await world.ArrivalsAsync()).ShouldBeEmpty();
    }
}
