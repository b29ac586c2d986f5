using Cairn.Compute;
using Cairn.Platform.Jobs;
using Cairn.Projects;

namespace Cairn.Code;

/// <summary>Runs one suite or build on Compute. Run again after a crash it makes a new attempt; start and end are on the record once.</summary>
internal sealed class CheckHandler(CheckLog log, IRepositories repositories, ICompute compute, CheckTask tasks, CodeOptions options) : IJobHandler
{
    public const string JobKind = "code.check";

    public string Kind => JobKind;

    public int Attempts => 3;

    public int Concurrency => options.AtOnce;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string key = $"{job.Payload<CheckJob>().RunId}-{job.Attempt}";
        if (await log.StartAsync(job.Payload<CheckJob>().RunId, compute.LogPath(key), cancellation) is not { } check) return;
        CheckEnd end;
        try
        {
            end = await RunAsync(check, key, cancellation);
        }
        catch (Exception e) when (job.Attempt >= Attempts && e is not OperationCanceledException)
        {
            end = CheckEnd.Failure("It could not be run: " + e.Message);
        }
        await log.EndAsync(check, end, cancellation);
    }

    private async Task<CheckEnd> RunAsync(CheckRow check, string key, CancellationToken cancellation)
    {
        CommitInfo commit = await repositories.DescribeAsync(check.Project, check.CommitId, cancellation);
        string source = await repositories.CheckoutAsync(check.Project, check.CommitId, cancellation);
        try
        {
            ComputeResult result = await compute.RunAsync(tasks.Of(check, key, source, commit), cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (result.Outcome == ComputeOutcome.Lost) throw new InvalidOperationException(result.Reason ?? "The attempt was lost.");
            CheckEnd end = result.Succeeded ? await tasks.ReadAsync(check, result, cancellation) : CheckEnd.Failure(result.Reason ?? "It could not be run.");
            return end with { Duration = result.Duration.TotalSeconds, CpuSeconds = result.CpuSeconds, PeakMemory = result.PeakMemory, LogPath = result.LogPath, Target = result.Target };
        }
        finally
        {
            await compute.ReleaseAsync(key);
        }
    }
}

internal sealed record CheckJob(string RunId);
