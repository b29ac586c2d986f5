using System.Runtime.InteropServices;
using Cairn.Compute.Local;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using Cairn.Platform.Jobs;
using Cairn.Platform.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cairn.Compute.Attempts;

/// <summary>
/// <c>launch FOLDER TOKEN</c>: what a scheduler starts on a node. It claims the attempt, runs its command as the local target would, beats
/// while it lives, and reports the end; whether the scheduler noticed does not matter. A second copy of the same attempt does nothing.
/// </summary>
public static class ComputeLauncher
{
    private const int NotReported = 74, NotItsOrder = 75, RunsAlready = 76;

    // What a scheduler says to its job about the machine's devices.
    private static readonly string[] Passed = ["CUDA_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "SLURM_JOB_ID", "SLURM_JOB_NODELIST"];

    public static async Task<int> RunAsync(IReadOnlyList<string> args, TimeProvider time)
    {
        if (args is not [_, var root, var token] || new AttemptFolder(root) is var folder && folder.ReadOrder() is not { } order || order.Token != token)
        {
            await Console.Error.WriteLineAsync("There is no such attempt.");
            return NotItsOrder;
        }
        if (!folder.TryClaim($"{Environment.MachineName} {Environment.ProcessId}"))
        {
            await Console.Error.WriteLineAsync("It runs or ran already.");
            return RunsAlready;
        }
        TaskEnd end = await RunAsync(folder, order, new RealTime(time));
        try
        {
            folder.Report(new ExitReport(token, end, Environment.MachineName));
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"The end could not be reported: {e.Message}");
            return NotReported;
        }
        return end.Outcome == ComputeOutcome.Succeeded ? 0 : Math.Clamp(end.ExitCode, 1, 255);
    }

    private static async Task<TaskEnd> RunAsync(AttemptFolder folder, LaunchOrder order, RealTime real)
    {
        using var cancel = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel), interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        Task beats = BeatAsync(folder, order.Beat, real, cancel, over.Token);
        using var watch = new TreeWatch(NullLogger<TreeWatch>.Instance);
        var backend = new LocalBackend(ProcessRunners.Of(real), watch, order.Limits, new LocalPlace("node", new TargetShare(1), folder.Root, new TargetHealth(real)) { Environments = Path.GetDirectoryName(folder.Root) + "-environments" });
        try
        {
            var prepared = new PreparedTask(order.Task, new Scratch(folder.Root), folder.Log, Variables(order.Environment));
            TaskEnd end = await backend.RunAsync(prepared, _ => { }, cancel.Token);
            // What is opened on other nodes is not seen on this one.
            return order.Task.Wishes.GetValueOrDefault("nodes", "1") != "1" ? end with { Opened = null } : end;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return TaskEnd.Unstarted(ComputeOutcome.Cancelled, "It was cancelled before it began.");
        }
        finally
        {
            await over.CancelAsync();
            await beats;
        }

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            cancel.Cancel();
        }
    }

    private static async Task BeatAsync(AttemptFolder folder, TimeSpan period, RealTime real, CancellationTokenSource cancel, CancellationToken over)
    {
        using var timer = new PeriodicTimer(period, real.Provider);
        try
        {
            for (long number = 1; ; number++)
            {
                TryBeat(folder, number);
                if (folder.EndAsked || !Directory.Exists(folder.Root)) await cancel.CancelAsync();
                await timer.WaitForNextTickAsync(over);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The command has ended.
        }
    }

    private static void TryBeat(AttemptFolder folder, long number)
    {
        try
        {
            folder.WriteBeat(number);
        }
        catch (IOException)
        {
            // The shared directory does not answer or the attempt was taken away; the next beat sees which.
        }
    }

    private static Dictionary<string, string> Variables(IReadOnlyDictionary<string, string> given)
    {
        var all = new Dictionary<string, string>(given, StringComparer.Ordinal);
        foreach (string name in Passed)
            if (Environment.GetEnvironmentVariable(name) is { } value) all.TryAdd(name, value);
        return all;
    }
}
