using System.Diagnostics;
using System.Reflection;

namespace Cairn.Bench;

/// <summary>A whole call of the command line, the script included, against the SDK's own command doing the same.</summary>
internal sealed class CommandStart : IBenchmark
{
    private static readonly string Root = typeof(CommandStart).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(pair => pair.Key == "RepositoryRoot").Value!;

    public string Name => "command";

    public string What => "`./cairn --version` against `dotnet --version` outside any project";

    public string Unit => "ms";

    public Goal Goal => Goal.NoMoreThan(3);

    public Task PrepareAsync(CancellationToken cancel) => Task.CompletedTask;

    public Task<double> MeasureAsync(CancellationToken cancel) => TimeAsync(Path.Combine(Root, "cairn"), cancel);

    public Task<double> ControlAsync(CancellationToken cancel) => TimeAsync("dotnet", cancel);

    public Task FinishAsync() => Task.CompletedTask;

    private static async Task<double> TimeAsync(string program, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(), UseShellExecute = false };
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var error = process.StandardError.ReadToEndAsync(cancel);
        await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return process.ExitCode == 0 ? took : throw new InvalidOperationException($"{program} failed: {await error}");
    }
}
