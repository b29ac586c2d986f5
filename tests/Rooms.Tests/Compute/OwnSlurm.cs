using System.Diagnostics;
using Cairn.Rooms.Tests.Data;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>A cluster for one test that kills parts of it, so that no other test meets what is left. The tests of Slurm run one after another.</summary>
internal sealed class OwnSlurm : IAsyncDisposable
{
    private const string Shell = """say() { echo "$*" >&2; }; . "$1"; "$2" "$3" && echo "${CAIRN_TEST_SLURM:-}" """;
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-own-slurm-").FullName;

    /// <summary>Its <c>slurm.conf</c>; null when no test has one of its own.</summary>
    public static string? Config { get; private set; }

    public static async Task<OwnSlurm> StartAsync()
    {
        _ = TestSlurm.Config;
        var own = new OwnSlurm();
        string config = await own.RunAsync("start_slurm");
        if (config.Length == 0) throw new InvalidOperationException($"Slurm did not start: {string.Join('\n', Directory.GetFiles(own._folder, "*.log").Select(File.ReadAllText))}");
        Config = config;
        return own;
    }

    public async ValueTask DisposeAsync()
    {
        Config = null;
        await RunAsync("stop_slurm");
    }

    private async Task<string> RunAsync(string function)
    {
        var start = new ProcessStartInfo("bash", ["-c", Shell, "bash", Path.Combine(Repository.Root, "eng", "slurm.sh"), function, _folder]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment.Remove(TestSlurm.Variable);
        start.Environment.Remove("CAIRN_TEST_SLURM_PORT");
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.Trim();
    }
}
