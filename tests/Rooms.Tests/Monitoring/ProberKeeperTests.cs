using System.Diagnostics;
using Cairn.Platform.Processes;
using Cairn.Rooms.Tests.Monitoring.Keeping;

namespace Cairn.Rooms.Tests.Monitoring;

public sealed class ProberKeeperTests
{
    [Fact]
    public async Task A_prober_is_started_once_something_serves_in_production_and_ends_with_the_server()
    {
        await using var kept = new KeptProber();
        kept.Endpoints.Serves = false;
        await kept.StartAsync();
        (await kept.Time.PassAsync()).ShouldBe(TimeSpan.FromSeconds(30));
        (kept.Endpoints.Serves, kept.Endpoints.Role) = (true, "test");
        (await kept.Time.PassAsync()).ShouldBe(TimeSpan.FromSeconds(30));
        kept.Processes.HasMore.ShouldBeFalse();

        kept.Endpoints.Role = "production";
        await kept.Time.PassAsync();
        (ProcessSpec spec, ProcessIdentity prober) = await kept.Processes.NextAsync();
        spec.Command[^1].ShouldBe("probe");
        spec.Environment["CAIRN_SERVER"].ShouldBe(KeptProber.Address + "/");
        (await File.ReadAllTextAsync(spec.Environment["CAIRN_TOKEN_FILE"], TestContext.Current.CancellationToken)).ShouldBe("secret");
        spec.Environment.Keys.ShouldNotContain("CAIRN_TOKEN", "the secret is in no environment");
        prober.Lives.ShouldBeTrue();

        await kept.StopAsync();
        prober.Lives.ShouldBeFalse();
        kept.Processes.HasMore.ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_is_killed_is_started_again_after_ever_longer_waits_and_soon_when_it_had_lived_for_long()
    {
        await using var kept = new KeptProber();
        await kept.StartAsync();
        ProcessIdentity prober = (await kept.Processes.NextAsync()).Identity;
        foreach (int seconds in (int[])[4, 8, 16, 32, 64, 128, 256, 300, 300])
        {
            Kill(prober);
            (await kept.Time.PassAsync()).ShouldBe(TimeSpan.FromSeconds(seconds));
            ProcessIdentity next = (await kept.Processes.NextAsync()).Identity;
            next.ShouldNotBe(prober);
            (next.Lives, prober.Lives).ShouldBe((true, false));
            prober = next;
        }

        kept.Time.Advance(TimeSpan.FromMinutes(6));
        Kill(prober);
        (await kept.Time.PassAsync()).ShouldBe(TimeSpan.FromSeconds(2));
        (await kept.Processes.NextAsync()).Identity.Lives.ShouldBeTrue();
    }

    [Fact]
    public async Task The_one_that_a_crashed_server_left_is_ended_before_another_is_started()
    {
        await using var kept = new KeptProber();
        using var crash = new CancellationTokenSource();
        var before = new WatchedRunner();
        Task left = before.RunAsync(new ProcessSpec(["/bin/sleep", "1000"], kept.Folder, Path.Combine(kept.Folder, "left")), null, crash.Token);
        ProcessIdentity former = (await before.NextAsync()).Identity;
        Directory.CreateDirectory(Path.GetDirectoryName(kept.ProcessFile)!);
        await File.WriteAllTextAsync(kept.ProcessFile, $"{former.Id} {former.StartTicks}", TestContext.Current.CancellationToken);

        await kept.StartAsync();
        ProcessIdentity prober = (await kept.Processes.NextAsync()).Identity;
        await left.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        (former.Lives, prober.Lives).ShouldBe((false, true));
        (await File.ReadAllTextAsync(kept.ProcessFile, TestContext.Current.CancellationToken)).ShouldBe($"{prober.Id} {prober.StartTicks}");
    }

    private static void Kill(ProcessIdentity prober)
    {
        using Process process = Process.GetProcessById(prober.Id);
        process.Kill();
    }
}
