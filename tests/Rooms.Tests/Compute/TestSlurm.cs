using System.Diagnostics;
using Cairn.Compute;
using Cairn.Compute.Scheduled;
using Cairn.Contracts.Enrolment;

namespace Cairn.Rooms.Tests.Compute;

/// <summary>The private Slurm of the tests: its commands, and its daemons to be killed and started again.</summary>
internal static class TestSlurm
{
    /// <summary>The <c>slurm.conf</c> of a running cluster that tests use and leave as they found it.</summary>
    public const string Variable = "CAIRN_TEST_SLURM";

    public const string Target = "cluster";

    public static string Config
    {
        get
        {
            string? config = OwnSlurm.Config ?? Environment.GetEnvironmentVariable(Variable);
            if (string.IsNullOrEmpty(config)) Assert.Skip($"No Slurm: its packages are not installed; or set {Variable} to a slurm.conf as eng/slurm.sh makes it.");
            return config;
        }
    }

    private static string Folder => Path.GetDirectoryName(Config)!;

    /// <summary>The silence after which a launcher that a test killed is taken for dead.</summary>
    public static TimeSpan Short { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Enrols it with a directory whose name no shell would take well.</summary>
    public static ComputeOptions Enrol(ComputeOptions options, string workdir, string? partition = null, TimeSpan? silence = null) => options with
    {
        Targets = [new EnrolledTarget(Target) { Slurm = new SlurmTarget(workdir) { Config = Config, Partition = partition }, Slots = 4, Labels = ["large"] }],
        Scheduled = Hasty(workdir, silence),
    };

    /// <summary>Looks often. A launcher may be silent for long, as on a busy machine, unless the test is about one that is dead.</summary>
    public static ScheduledOptions Hasty(string workdir, TimeSpan? silence) => new(workdir)
    {
        Look = TimeSpan.FromMilliseconds(50),
        Ask = TimeSpan.FromMilliseconds(500),
        Beat = TimeSpan.FromMilliseconds(200),
        Silence = silence ?? TimeSpan.FromMinutes(1),
        Settle = TimeSpan.FromSeconds(1),
    };

    public static string NewWorkdir() => Directory.CreateDirectory(Path.Combine(Directory.CreateTempSubdirectory("cairn-slurm-").FullName, "it's $(here) 100%d")).FullName;

    /// <summary>Runs a command of Slurm.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["SLURM_CONF"] = Config } })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }

    /// <summary>Ends a daemon as a crash would: <c>slurmctld</c>, <c>n1</c> or <c>n2</c>.</summary>
    public static async Task KillAsync(string daemon)
    {
        string file = Path.Combine(Folder, daemon + ".pid");
        using Process process = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(file)));
        process.Kill();
        await process.WaitForExitAsync();
        // Its number may soon be another's.
        File.Delete(file);
    }

    /// <summary>Starts it again and waits until both nodes are well.</summary>
    public static async Task StartAsync(string daemon, params string[] arguments)
    {
        string program = Directory.Exists("/usr/sbin") && File.Exists("/usr/sbin/slurmctld") ? "/usr/sbin/" : "";
        if (daemon == "slurmctld") await RunAsync(program + "slurmctld", ["-f", Config, .. arguments]);
        else await RunAsync(program + "slurmd", "-f", Config, "-N", daemon);
        await UntilAsync(async () =>
        {
            string nodes = await RunAsync("sinfo", "-h", "-N", "-o", "%t");
            if (nodes.Contains("down", StringComparison.Ordinal)) await RunAsync("scontrol", "update", "nodename=n1,n2", "state=resume");
            return nodes.Split('\n', StringSplitOptions.RemoveEmptyEntries) is { Length: 2 } both && both.All(n => n is "idle" or "mix" or "alloc" or "comp");
        });
    }

    public static void Forget()
    {
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Folder, "state"))) File.Delete(file);
    }

    /// <summary>Asks again and again; the test fails after two minutes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds()) await timer.WaitForNextTickAsync(limit.Token);
    }
}
