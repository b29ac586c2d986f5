using System.Diagnostics;

namespace Cairn.Bench;

/// <summary>One run of a step mapped over ten thousand partitions, from nothing to its end. It takes minutes, so all that is told of it is told of the one.</summary>
internal sealed class MapRun
{
    public const int Items = 10_000;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private static readonly Lazy<Task<MapRun>> Once = new(MakeAsync);

    private MapRun(PipelineSetup setup, double seconds, double megabytes) => (Setup, Seconds, Megabytes) = (setup, seconds, megabytes);

    public PipelineSetup Setup { get; }

    public double Seconds { get; }

    /// <summary>Most that the server had at once.</summary>
    public double Megabytes { get; }

    public static Task<MapRun> GetAsync() => Once.Value;

    private static async Task<MapRun> MakeAsync()
    {
        var setup = new PipelineSetup();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => setup.Dispose();
        string items = string.Join(", ", Enumerable.Range(0, Items).Select(i => $"i{i}"));
        await setup.StartAsync($"project: bench\nsteps:\n  s: {{run: \"{BareChain.Command}\", map: [{items}], out: {{f: file}}}}\n", CancellationToken.None);
        long start = Stopwatch.GetTimestamp();
        Task<double> run = setup.RunAsync(noCache: false, CancellationToken.None);
        double most = 0;
        while (await Task.WhenAny(run, Task.Delay(Between)) != run) most = Math.Max(most, setup.Server.Megabytes);
        await run;
        return new MapRun(setup, Stopwatch.GetElapsedTime(start).TotalSeconds, most);
    }
}
