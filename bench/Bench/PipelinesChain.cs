using System.Diagnostics;

namespace Cairn.Bench;

/// <summary>A whole call of the command line that runs the fifty steps, without the script before it.</summary>
internal sealed class PipelinesChain : ChainBenchmark
{
    public override string Name => "pipelines-chain";

    public override string What => $"`cairn run` of {Steps} no-op steps in a row, from the start of its process to its end, against a bare program that starts the same commands and writes to a synced file";

    public override Goal Goal => Goal.NoMoreThan(8).And(1000);

    public override Task<double> MeasureAsync(CancellationToken cancel)
        => TimeAsync([Child.App("Cli"), "run", "--no-cache", "--project", "bench", "--server", $"http://localhost:{Setup.Server.Port}"], cancel);

    public override Task<double> ControlAsync(CancellationToken cancel) => TimeAsync([typeof(PipelinesChain).Assembly.Location, "--chain", $"{Steps}"], cancel);

    private static async Task<double> TimeAsync(IEnumerable<string> arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(), UseShellExecute = false };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(cancel);
        await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        double took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return process.ExitCode == 0 ? took : throw new InvalidOperationException(await error);
    }
}
