using Cairn.Compute.Environments;
using Cairn.Compute.Local.Groups;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using Cairn.Platform.Processes;

namespace Cairn.Compute.Local;

/// <summary>Tasks as supervised child processes of this server.</summary>
internal sealed class LocalBackend(IProcessRunner runner, TreeWatch watch, ComputeOptions options, LocalPlace place) : IComputeBackend
{
    private const int KillSignal = 9, CpuSignal = 24, FileSignal = 25;

    // Beyond what the watch ends a task for: it only keeps what outgrows the watch from taking the machine.
    private const int ThreadsOfProcess = 16;

    private readonly EnvironmentDesk _desk = new(runner, options, place.Environments);

    public string Name => place.Name;

    public TargetShare Capacity => place.Capacity;

    public TargetHealth Health => place.Health;

    public bool Outlives => false;

    public string Home => place.Folder;

    public string Place(string key) => Path.Combine(place.Folder, key);

    public ComputeTask Fit(ComputeTask task, Scratch scratch) => task;

    public async Task<TaskEnd> RunAsync(PreparedTask task, Action<string> accepted, CancellationToken cancellation)
    {
        ReadyTask ready = await _desk.ReadyAsync(task, cancellation);
        if (DiskLacks(task) is { } lacks) return TaskEnd.Unstarted(ComputeOutcome.Failed, lacks);
        place.Groups?.Expect();
        cancellation.ThrowIfCancellationRequested();
        TaskEnd end = ready.Refusal is { } why ? TaskEnd.Unstarted(ComputeOutcome.Failed, why) : _desk.Take(ready, await RunReadyAsync(ready.Task, accepted, cancellation));
        return end with { Environment = ready.Environment, Drift = ready.Drift };
    }

    private static string? DiskLacks(PreparedTask task)
        => task.Task.Disk is { } wanted && new DriveInfo(task.Scratch.Root).AvailableFreeSpace is var free && free < wanted
            ? FormattableString.Invariant($"It asks for {wanted / TargetShare.Gigabyte:0.#} GB of disk (resources.disk); where it would work {free / TargetShare.Gigabyte:0.#} GB are free.") : null;

    private async Task<TaskEnd> RunReadyAsync(PreparedTask task, Action<string> accepted, CancellationToken cancellation)
    {
        ControlGroup? group = place.Groups?.Make(task.Scratch.Root, new GroupLimits(task.Task.Memory, task.Task.Cores, (long)options.ProcessLimit * ThreadsOfProcess));
        var watched = new WatchedTask(task, options, group);
        using OpenWatch? opens = task.Task.SourceDirectory is null ? null : OpenWatch.Start(task.Scratch.Work);
        try
        {
            ProcessResult result = await runner.RunAsync(Spec(task, group), identity => Started(watched, identity, accepted), cancellation);
            return End(result, watched, task, group?.Usage() ?? default) with { Opened = opens?.Opened() };
        }
        catch (FileNotFoundException e)
        {
            return TaskEnd.Unstarted(ComputeOutcome.Failed, e.Message);
        }
        finally
        {
            watch.Remove(watched);
            // In a row of short steps the next one comes at once.
            place.Groups?.Expect();
            if (group is not null) place.Groups!.End(task.Scratch.Root, group);
            ProcessTree.End(task.Scratch.Mark, watched.First);
            CutLog(task.LogPath);
        }
    }

    // A child of a dead server cannot be waited for: its exit code is lost.
    public PreparedTask? Left(Scratch scratch, string logPath) => null;

    public Task<TaskEnd?> ResumeAsync(PreparedTask task, Action<string> accepted, CancellationToken cancellation) => Task.FromResult<TaskEnd?>(null);

    public Task ReapAsync(Scratch scratch, string? handle, CancellationToken cancellation)
    {
        ProcessIdentity? first = handle is not null && Parse(handle) is { Lives: true } identity ? identity : null;
        return Task.Run(() =>
        {
            place.Groups?.Remove(scratch.Root);
            ProcessTree.End(scratch.Mark, first);
        }, cancellation);
    }

    public Task? LogGrown(string key) => watch.Find(key)?.Grown;

    public string? Because(string key) => null;

    public Task ProbeAsync(CancellationToken cancellation)
    {
        place.Health.Answered();
        return Task.CompletedTask;
    }

    private void Started(WatchedTask watched, ProcessIdentity identity, Action<string> accepted)
    {
        watched.First = identity;
        watch.Add(watched);
        accepted($"{identity.Id}:{identity.StartTicks}");
    }

    private ProcessSpec Spec(PreparedTask task, ControlGroup? group) => new(task.Task.Command, task.Scratch.Work, task.LogPath)
    {
        Environment = task.Environment,
        Timeout = task.Task.Timeout ?? options.Timeout,
        CpuLimit = task.Task.Cpu,
        FileLimit = options.OutputLimit,
        Entrance = group?.Entrance,
    };

    private TaskEnd End(ProcessResult result, WatchedTask watched, PreparedTask task, GroupUsage usage)
    {
        (ComputeOutcome outcome, string? reason) = Classify(result, watched, task, usage);
        // Nobody waits for what left its session: only the group counted that as well.
        return new TaskEnd(outcome, result.ExitCode, Math.Max(result.CpuSeconds, usage.CpuSeconds), Peak(result, watched, usage), result.Duration, reason);
    }

    // By looking, pages that processes share are counted for each; by the group, files that were read are counted too. The lesser is nearer to what it needs.
    private static long Peak(ProcessResult result, WatchedTask watched, GroupUsage usage)
    {
        long seen = Math.Max(result.PeakMemory, watched.PeakMemory);
        return usage.PeakMemory is not { } counted ? seen : usage.Killed > 0 ? counted : Math.Min(seen, counted);
    }

    private (ComputeOutcome Outcome, string? Reason) Classify(ProcessResult result, WatchedTask watched, PreparedTask task, GroupUsage usage)
    {
        if (watched.Breach is { } breach) return breach;
        if (result.End == ProcessEnd.Cancelled) return (ComputeOutcome.Cancelled, "It was cancelled.");
        if (result.End == ProcessEnd.TimedOut) return (ComputeOutcome.TimedOut, $"It took longer than its limit of {task.Task.Timeout}.");
        if (result.ExitCode != 0 && usage.Killed > 0) return (ComputeOutcome.OutOfMemory, watched.MemoryReason ?? "The machine had no more memory for it.");
        return result.ExitCode switch
        {
            0 => (ComputeOutcome.Succeeded, null),
            128 + CpuSignal => (ComputeOutcome.TimedOut, CpuReason(task)),
            // The kernel kills outright where the soft limit is the hard one, and counts by ticks.
            128 + KillSignal when task.Task.Cpu is { } most && result.CpuSeconds >= 0.7 * most => (ComputeOutcome.TimedOut, CpuReason(task)),
            128 + FileSignal => (ComputeOutcome.Failed, new FileInfo(task.LogPath).Length > options.LogLimit ? watched.LogReason : "It wrote a file larger than allowed."),
            _ when result.Signal is { } signal => (ComputeOutcome.Failed, $"It was ended by signal {signal} from outside or by a crash of its own."),
            _ => (ComputeOutcome.Failed, task.Scratch.Reason() ?? $"It ended with exit code {result.ExitCode}; its log says more."),
        };
    }

    private static string CpuReason(PreparedTask task) => $"It used more than its {task.Task.Cpu} CPU seconds.";

    private void CutLog(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists || file.Length <= options.LogLimit) return;
        using FileStream log = file.OpenWrite();
        log.SetLength(options.LogLimit);
    }

    private static ProcessIdentity? Parse(string handle)
        => handle.Split(':') is [var id, var ticks] && int.TryParse(id, out int number) && long.TryParse(ticks, out long start) ? new ProcessIdentity(number, start) : null;
}
