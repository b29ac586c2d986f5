using Cairn.Contracts.Snapshots;
using Cairn.Serving.Tests.Crashes;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Servers;

public sealed class OrphanTests
{
    [Fact]
    public async Task A_kill_of_the_data_plane_leaves_none_of_its_models_processes()
    {
        string folder = Directory.CreateTempSubdirectory("cairn-serving-").FullName, pids = Path.Combine(folder, "pids");
        try
        {
            VariantRoute server = TestPackages.Server(folder, "1", environment: $"\"PIDS\":\"{pids}\"");
            using (ServeProcess serve = await ServeProcess.StartAsync(folder, new() { Epoch = 1, Endpoints = [ServingHost.Endpoint("m", server)] })) serve.Kill();
            string[] all = File.ReadAllText(pids).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            all.Length.ShouldBe(2);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (all.Any(Lives)) await tick.WaitForNextTickAsync(limit.Token);
        }
        finally { Directory.Delete(folder, recursive: true); }
    }

    private static bool Lives(string process)
    {
        try { return File.ReadAllText($"/proc/{process}/stat").Split(' ')[2] is not ("Z" or "X"); }
        catch (IOException) { return false; }
    }
}
