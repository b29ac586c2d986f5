using System.Diagnostics;

namespace Cairn.Bench;

/// <summary>From the start of the process to the first answer, on an empty data directory, against a bare Kestrel program.</summary>
internal sealed class ServerStart : IBenchmark
{
    public string Name => "start";

    public string What => "`cairn up` on an empty data directory to its first answer, against a bare Kestrel program";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(8);

    public int Rounds => 3;

    public Task PrepareAsync(CancellationToken cancel) => Task.CompletedTask;

    public async Task<double> MeasureAsync(CancellationToken cancel)
    {
        string data = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
        double took = await TimeAsync(cancel, Child.App("Server"), "--port", "{port}", "--data", data);
        Directory.Delete(data, recursive: true);
        return took;
    }

    public Task<double> ControlAsync(CancellationToken cancel) => TimeAsync(cancel, typeof(ServerStart).Assembly.Location, "--bare", "{port}");

    public Task FinishAsync() => Task.CompletedTask;

    private static async Task<double> TimeAsync(CancellationToken cancel, params string[] arguments)
    {
        long start = Stopwatch.GetTimestamp();
        using Child child = await Child.StartAsync("/livez", cancel, arguments);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
