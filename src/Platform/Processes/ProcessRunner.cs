using System.Diagnostics;
using Cairn.Platform.Jobs;

namespace Cairn.Platform.Processes;

/// <inheritdoc cref="IProcessRunner"/>
internal sealed class ProcessRunner(RealTime real) : IProcessRunner
{
    public async Task<ProcessResult> RunAsync(ProcessSpec spec, Action<ProcessIdentity>? started, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RequireProgram(spec);
        long start = Stopwatch.GetTimestamp();
        int process = SpawnedProcess.Start(spec);
        Task<(int Status, Posix.ResourceUsage Usage)> exit = WaitAsync(process);
        if (ProcessIdentity.Of(process) is { } identity) started?.Invoke(identity);
        ProcessEnd end = await EndAsync(process, spec, exit, cancellation);
        (int status, Posix.ResourceUsage usage) = await exit;
        // Whatever it left behind in its group goes with it.
        Posix.SignalGroup(process, Posix.Kill);
        int signal = status & 0x7f;
        return new ProcessResult(signal == 0 ? (status >> 8) & 0xff : 128 + signal, signal == 0 ? null : signal, usage.CpuSeconds, usage.PeakKib * 1024,
            Stopwatch.GetElapsedTime(start), end);
    }

    private async Task<ProcessEnd> EndAsync(int process, ProcessSpec spec, Task exit, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(spec.Timeout ?? Timeout.InfiniteTimeSpan, real.Provider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await exit.WaitAsync(either.Token);
            return ProcessEnd.Exited;
        }
        catch (OperationCanceledException)
        {
            Posix.SignalGroup(process, Posix.Term);
            try
            {
                await exit.WaitAsync(spec.Grace, real.Provider, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                Posix.SignalGroup(process, Posix.Kill);
            }
            return cancellation.IsCancellationRequested ? ProcessEnd.Cancelled : ProcessEnd.TimedOut;
        }
    }

    private static Task<(int Status, Posix.ResourceUsage Usage)> WaitAsync(int process)
    {
        var done = new TaskCompletionSource<(int, Posix.ResourceUsage)>(TaskCreationOptions.RunContinuationsAsynchronously);
        WaitThread.Run(() =>
        {
            int waited;
            int status;
            Posix.ResourceUsage usage;
            do waited = Posix.Wait4(process, out status, 0, out usage);
            while (waited < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == 4);
            if (waited == process) done.SetResult((status, usage));
            else done.SetException(new InvalidOperationException($"Process {process} could not be waited for."));
        });
        return done.Task;
    }

    private static void RequireProgram(ProcessSpec spec)
    {
        string program = spec.Command[0];
        if (program.Contains('/') ? File.Exists(Path.Combine(spec.Directory, program)) : Locate(program, spec) is not null) return;
        throw new FileNotFoundException($"The program '{program}' is not to be found.");
    }

    private static string? Locate(string program, ProcessSpec spec)
        => (spec.Environment.GetValueOrDefault("PATH") ?? "/usr/bin:/bin").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
