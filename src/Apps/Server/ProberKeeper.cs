using Cairn.Endpoints;
using Cairn.Identity;
using Cairn.Platform;
using Cairn.Platform.Jobs;
using Cairn.Platform.Ledger;
using Cairn.Platform.Processes;
using Cairn.Projects;

namespace Cairn.Server;

/// <summary>
/// Starts a prober beside this server as soon as something serves in production, and again when it ends. Stopping the server ends it; a server that
/// crashes leaves it asking, and the next one puts its own in its place.
/// </summary>
internal sealed partial class ProberKeeper(ServingDoor door, IProcessRunner processes, ProberParts parts, ILogger<ProberKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2), Last = TimeSpan.FromMinutes(5), Look = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (parts.World.Simulated) return;
        await parts.Started(stoppingToken);
        while (!await ServesAsync(stoppingToken)) await Task.Delay(Look, parts.Real.Provider, stoppingToken);
        TimeSpan wait = First;
        while (!stoppingToken.IsCancellationRequested)
        {
            DateTimeOffset began = parts.Real.Now;
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.Failed(logger, e);
            }
            wait = parts.Real.Now - began > Last ? First : wait * 2 < Last ? wait * 2 : Last;
            await Task.Delay(wait, parts.Real.Provider, stoppingToken);
        }
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        string folder = parts.Options.Folder("prober"), process = Path.Combine(folder, "process"), token = Path.Combine(folder, "token");
        await parts.Token.EnsureAsync(token, cancellation);
        EndFormer(process);
        var spec = new ProcessSpec([.. parts.Program, "probe"], folder, Path.Combine(folder, "log"))
        {
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CAIRN_SERVER"] = door.Address().ToString(),
                ["CAIRN_TOKEN_FILE"] = token,
                ["CAIRN_PROBER"] = Path.Combine(folder, "record"),
                ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "",
                // It sleeps nearly all its life: small before quick.
                ["DOTNET_gcServer"] = "0",
                ["DOTNET_GCHeapHardLimit"] = "4000000",
                ["DOTNET_TieredPGO"] = "0",
            },
        };
        ProcessResult ended = await processes.RunAsync(spec, identity => File.WriteAllText(process, $"{identity.Id} {identity.StartTicks}"), cancellation);
        if (ended.End == ProcessEnd.Exited) Log.Ended(logger, ended.ExitCode);
    }

    /// <summary>The prober that a crashed server left asking.</summary>
    private static void EndFormer(string file)
    {
        if (File.Exists(file) && File.ReadAllText(file).Split(' ') is [var id, var ticks] && int.TryParse(id, out int process) && long.TryParse(ticks, out long start))
            new ProcessIdentity(process, start).KillGroup();
    }

    private async Task<bool> ServesAsync(CancellationToken cancellation)
    {
        foreach (ProjectView project in await parts.Projects.ListAsync(cancellation))
            if ((await parts.Endpoints.ListAsync(project.Name, cancellation)).Any(e => e.IsProduction && e.Stable is not null)) return true;
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The prober ended with {Code}; it is started again. Its own words are in prober/log.")]
        public static partial void Ended(ILogger logger, int code);

        [LoggerMessage(2, LogLevel.Error, "The prober could not be started; it is tried again.")]
        public static partial void Failed(ILogger logger, Exception cause);
    }
}

/// <summary>What the keeper works with.</summary>
internal sealed record ProberParts(World World, RealTime Real, PlatformOptions Options, IProberToken Token, IProjects Projects, IEndpoints Endpoints, IHostApplicationLifetime Life)
{
    /// <summary>Program and arguments before <c>probe</c>.</summary>
    public IReadOnlyList<string> Program { get; init; } = new Compute.ComputeOptions().StepHost;

    /// <summary>Completes when the server listens.</summary>
    public async Task Started(CancellationToken cancellation)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = Life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellation);
    }
}
