using Cairn.Data;

namespace Cairn.Rooms.Tests.Data.Sources;

/// <summary>A folder that is watched, in real time.</summary>
public sealed class SourceWatchTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData("in/*.csv", "in/a.csv", "in/b.csv")]
    [InlineData("one.csv", "one.csv", "one.csv")]
    [InlineData("{year}/all.csv", "2001/all.csv", "2002/all.csv")]
    public async Task What_appears_is_gathered_without_waiting_for_the_schedule(string from, string first, string then)
    {
        await using TestWorld world = await DataWorld.StartAsync($"project: flights\ndata:\n  trips: {{from: \"{from}\", every: new, since: 2001-01-01}}\n", real: true);
        Put(world, first, "x\n1\n");
        await UntilAsync(world, 1);
        Put(world, then, "x\n1\n2\n");
        Arrival[] ended = await UntilAsync(world, first == then ? 2 : 3);
        ended.Length.ShouldBeGreaterThanOrEqualTo(2);
        ended.ShouldAllBe(a => a.State == ArrivalState.Accepted && a.Trigger == "data");
    }

    [Fact]
    public async Task What_lay_there_before_is_gathered_when_the_watch_begins()
    {
        await using TestWorld world = await DataWorld.StartAsync("project: flights\n", real: true);
        Put(world, "in/a.csv", "x\n1\n");
        await world.Get<TestProjects>().DeclareAsync("project: flights\ndata:\n  trips: {from: in/*, every: new}\n");
        await UntilAsync(world, 1);
    }

    // Whole at once, as a careful sender does it.
    private static void Put(TestWorld world, string file, string text)
    {
        string path = world.Drop(file), draft = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        File.WriteAllText(draft, text);
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Waits until so many rows are known; answers the gatherings that have ended well.</summary>
    private static async Task<Arrival[]> UntilAsync(TestWorld world, int rows)
    {
        using var timer = new PeriodicTimer(Pause);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while ((await world.KnownAsync()).Sum(v => v.Rows) != rows) await timer.WaitForNextTickAsync(limit.Token);
        return [.. (await world.ArrivalsAsync()).Where(a => a.FinishedAt is not null && a.VersionId is not null)];
    }
}
