using Cairn.Compute;
using Cairn.Platform.Jobs;
using Cairn.Projects;

namespace Cairn.Code;

/// <summary>Runs the suites and builds of one command on Compute, once for all of them. Run again after a crash it makes a new attempt; start and end are on the record once.</summary>
internal sealed class CheckHandler(CheckLog log, IRepositories repositories, ICompute compute, CheckTask tasks, CodeOptions options) : IJobHandler
{
    public const string JobKind = "code.check";

    public string Kind => JobKind;

    public int Attempts => 3;

    public int Concurrency => options.AtOnce;

    public async Task RunAsync(JobContext job, CancellationToken cancellation)
    {
        string[] runs = job.Payload<CheckJob>().RunIds;
        string key = $"{runs[0]}-{job.Attempt}";
        var checks = new List<CheckRow>();
        foreach (string run in runs)
            if (await log.StartAsync(run, compute.LogPath(key), cancellation) is { } check) checks.Add(check);
        if (checks.Count == 0) return;
        IReadOnlyList<CheckEnd> ends;
        try
        {
            ends = await RunAsync(checks, key, cancellation);
        }
        catch (Exception e) when (job.Attempt >= Attempts && e is not OperationCanceledException)
        {
            ends = [.. checks.Select(_ => CheckEnd.Failure("It could not be run: " + e.Message))];
        }
        foreach ((CheckRow check, CheckEnd end) in checks.Zip(ends)) await log.EndAsync(check, end, cancellation);
    }

    private async Task<IReadOnlyList<CheckEnd>> RunAsync(List<CheckRow> checks, string key, CancellationToken cancellation)
    {
        (string project, string id) = (checks[0].Project, checks[0].CommitId);
        CommitInfo commit = await repositories.DescribeAsync(project, id, cancellation);
        string source = await repositories.CheckoutAsync(project, id, cancellation);
        try
        {
            ComputeResult result = await compute.RunAsync(tasks.Of(checks, key, source, commit), cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (result.Outcome == ComputeOutcome.Lost) throw new InvalidOperationException(result.Reason ?? "The attempt was lost.");
            var ends = new List<CheckEnd>();
            foreach ((int place, CheckRow check) in checks.Index())
            {
                CheckEnd end = result.Succeeded ? await tasks.ReadAsync(check, place, result, cancellation) : CheckEnd.Failure(result.Reason ?? "It could not be run.");
                // What they cost together is shared evenly.
                ends.Add(end with { Duration = result.Duration.TotalSeconds, CpuSeconds = result.CpuSeconds / checks.Count, PeakMemory = result.PeakMemory, LogPath = result.LogPath, Target = result.Target });
            }
            return ends;
        }
        finally
        {
            await compute.ReleaseAsync(key);
        }
    }
}

/// <param name="RunIds">Suites and builds of one command.</param>
internal sealed record CheckJob(string[] RunIds);
