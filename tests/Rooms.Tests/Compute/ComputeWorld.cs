using Cairn.Compute;
using Cairn.Compute.Local;
using Cairn.Compute.Tasks;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>A world with Compute alone, and shell commands as tasks.</summary>
internal static class ComputeWorld
{
    public static Task<TestWorld> StartAsync(ComputeOptions? options = null) => TestWorld.StartAsync(new TestWorldOptions
    {
        Rooms = s => s.AddCompute(options ?? new ComputeOptions { Slots = 2 }),
        Routes = a => a.MapCompute(),
        SimulatedClock = null,
    });

    public static ComputeTask Shell(string key, string script) => new(key, "flights", ["/bin/sh", "-c", script]);

    /// <summary>False also for one that is dead and not yet taken note of.</summary>
    public static bool Lives(int process)
    {
        string path = $"/proc/{process}/stat";
        return File.Exists(path) && File.ReadAllText(path) is var stat && stat[stat.LastIndexOf(')') + 2] is not ('Z' or 'X');
    }

    /// <summary>Living processes of a task.</summary>
    public static IReadOnlyList<int> Marked(Scratch scratch)
        => [.. Directory.EnumerateDirectories("/proc").Select(d => int.TryParse(Path.GetFileName(d), out int id) ? id : 0).Where(id => id != 0 && ProcessTable.HasVariable(id, scratch.Mark) && Lives(id))];

    /// <summary>Follows a task's log over HTTP until it holds <paramref name="text"/>.</summary>
    public static async Task<string> LogUntilAsync(this TestWorld world, string key, string text)
    {
        await TaskKnownAsync(world, key);
        string all = "";
        for (bool end = false; !end && !all.Contains(text, StringComparison.Ordinal);)
        {
            using HttpResponseMessage answer = await world.Http.GetAsync($"/api/v1/projects/flights/tasks/{key}/log?follow=true&offset={all.Length}");
            answer.EnsureSuccessStatusCode();
            all += await answer.Content.ReadAsStringAsync();
            end = answer.Headers.GetValues("Cairn-Log-End").Single() == "true";
        }
        all.ShouldContain(text);
        return all;
    }

    // The task's row is committed before anything else happens, but the test may come sooner.
    private static async Task TaskKnownAsync(TestWorld world, string key)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!(await world.Http.GetAsync($"/api/v1/projects/flights/tasks/{key}", limit.Token)).IsSuccessStatusCode) await timer.WaitForNextTickAsync(limit.Token);
    }
}
