using System.Security.Cryptography;
using Cairn.Compute.Attempts;
using Cairn.Compute.Environments;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;
using Cairn.Platform.Jobs;

namespace Cairn.Compute.Scheduled;

/// <summary>
/// Tasks as jobs of a scheduler. The attempt's directory lies on a file system that all nodes see; our launcher runs the command there
/// and its report is the truth. That a job was submitted twice, started twice, purged, forgotten or mistaken for another does no harm:
/// one launcher claims an attempt, and only the attempt of the living token is ever read.
/// </summary>
internal sealed class ScheduledBackend(ScheduledTarget target, IScheduler scheduler, ComputeOptions options, JobWatch watch, RealTime real) : IComputeBackend, IDisposable
{
    private const int TokenLength = 12;

    public string Name => target.Name;

    public TargetShare Capacity => TargetShare.OfCluster(target.Slots);

    public TargetHealth Health => target.Health;

    public bool Outlives => true;

    public string Home => Path.Combine(target.Options.Workdir, target.Installation);

    public string Place(string key) => Path.Combine(Home, $"{key}.{RandomNumberGenerator.GetHexString(TokenLength, lowercase: true)}");

    public ComputeTask Fit(ComputeTask task, Scratch scratch) => task with { Inputs = task.Inputs.ToDictionary(i => i.Key, i => Seen(i.Key, i.Value, scratch), StringComparer.Ordinal) };

    public async Task<TaskEnd> RunAsync(PreparedTask task, Action<string> accepted, CancellationToken cancellation)
    {
        var folder = new AttemptFolder(task.Scratch.Root);
        foreach ((string port, string path) in task.Task.Inputs)
            if (Seen(port, path, task.Scratch) is var seen && seen != path) SharedCopy.Make(path, seen);
        // The scratch was made for what the nodes see; secrets are in the environment already.
        folder.Give(new LaunchOrder(Token(task.Scratch), Fit(task.Task, task.Scratch) with { Secrets = [] }, task.Environment, options with { Targets = [] }, target.Options.Beat));
        var job = new WatchedJob(JobName(task.Scratch), task, folder, target.Options, options.LogLimit, real.Provider);
        watch.Add(job);
        Task submitted = SubmitAsync(job);
        TaskEnd end = await FollowAsync(job, accepted, cancellation);
        await submitted;
        return end;
    }

    public PreparedTask? Left(Scratch scratch, string logPath)
        => new AttemptFolder(scratch.Root).ReadOrder() is { } order ? new PreparedTask(order.Task, scratch, logPath, order.Environment) : null;

    public async Task<TaskEnd?> ResumeAsync(PreparedTask task, Action<string> accepted, CancellationToken cancellation)
    {
        var folder = new AttemptFolder(task.Scratch.Root);
        if (folder.ReadOrder() is null) return null;
        var job = new WatchedJob(JobName(task.Scratch), task, folder, target.Options, options.LogLimit, real.Provider);
        watch.Add(job);
        // Whether it was handed in is not known: the same name twice does no harm.
        Task submitted = folder.Claimed || folder.ReadReport() is not null ? Task.CompletedTask : LookUpAsync(job);
        if (submitted.IsCompleted) job.Submitted();
        TaskEnd end = await FollowAsync(job, accepted, cancellation);
        await submitted;
        return end;
    }

    public async Task ReapAsync(Scratch scratch, string? handle, CancellationToken cancellation)
    {
        var folder = new AttemptFolder(scratch.Root);
        if (!Directory.Exists(scratch.Root) || folder.ReadOrder() is null || folder.ReadReport() is not null) return;
        // It can never begin now, or is told to end. The removal of its directory tells it once more.
        folder.AskToEnd();
        folder.TryClaim("server");
        await CancelAsync(JobName(scratch));
    }

    public void Dispose()
    {
        watch.Dispose();
        (scheduler as IDisposable)?.Dispose();
    }

    public Task? LogGrown(string key) => watch.Find(key)?.Grown;

    public string? Because(string key) => watch.Find(key)?.Because;

    public async Task ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Home);
            await watch.AskAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            target.Health.Away($"The directory {Home} cannot be made: {e.Message}");
        }
    }

    private string JobName(Scratch scratch) => $"cairn.{target.Installation}.{Path.GetFileName(scratch.Root)}";

    private static string Token(Scratch scratch) => scratch.Root[(scratch.Root.LastIndexOf('.') + 1)..];

    private string Seen(string port, string path, Scratch scratch)
        => path.StartsWith(target.Options.Workdir + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : Path.Combine(scratch.Root, "in", port);

    private async Task<TaskEnd> FollowAsync(WatchedJob job, Action<string> accepted, CancellationToken cancellation)
    {
        using CancellationTokenRegistration registration = cancellation.UnsafeRegister(_ => _ = EndAsync(job), null);
        try
        {
            using var timer = new PeriodicTimer(target.Options.Look, real.Provider);
            while (!job.Started && !job.End.IsCompleted) await Task.WhenAny(job.End, timer.WaitForNextTickAsync(CancellationToken.None).AsTask());
            if (job.Started) accepted(job.Name);
            return await WithImageAsync(job, await job.End);
        }
        finally
        {
            watch.Remove(job);
            // Whatever a scheduler or a silent node may still have of it.
            if (!job.Reported || scheduler.KeepsEnded) await CancelAsync(job.Name);
        }
    }

    // Which image the name stood for is known to the scheduler alone, and only as long as it has the job.
    private async Task<TaskEnd> WithImageAsync(WatchedJob job, TaskEnd end)
    {
        if (end.Environment is not { } found || job.Task.Task.Image is null) return end;
        string? digest = job.ImageDigest ?? (await watch.AskAsync())?.Rows.GetValueOrDefault(job.Name)?.ImageDigest;
        return digest is null ? end : end with { Environment = FoundEnvironment.With(found, digest) };
    }

    private async Task SubmitAsync(WatchedJob job)
    {
        var order = new JobOrder(job.Name, job.Folder.Root, job.Folder.LauncherLog, [.. options.StepHost, "launch", job.Folder.Root, Token(job.Task.Scratch)], job.Task.Task);
        while (!job.End.IsCompleted)
        {
            Submission submission = await TrySubmitAsync(order);
            if (submission.Kind == SubmissionKind.Refused) job.TryEndUnstarted(ComputeOutcome.Failed, $"{scheduler.Title} refused it: {submission.Reason}");
            else if (submission.Kind == SubmissionKind.Accepted) job.Submitted();
            else if (!await ArrivedAsync(job, submission.Reason!)) continue;
            break;
        }
        // Cancelled while it was handed in.
        if (job is { Cancelling: true, End.IsCompleted: true }) await CancelAsync(job.Name);
    }

    // Whatever goes wrong here must end the attempt, nobody else would; but what a server that ends breaks off is the next one's.
    private async Task<Submission> TrySubmitAsync(JobOrder order)
    {
        try
        {
            return await scheduler.SubmitAsync(order, CancellationToken.None);
        }
        catch (Exception e) when (!watch.Ended)
        {
            return new Submission(SubmissionKind.Refused, $"it could not be handed in: {e.Message}");
        }
    }

    private async Task LookUpAsync(WatchedJob job)
    {
        if (!await ArrivedAsync(job, "")) await SubmitAsync(job);
    }

    // Whether a job whose submission was not answered is there after all.
    private async Task<bool> ArrivedAsync(WatchedJob job, string reason)
    {
        if (reason.Length > 0) target.Health.Away(reason);
        while (!job.End.IsCompleted)
        {
            if (reason.Length > 0) job.Waits($"waits for {scheduler.Title} to answer");
            if (await watch.AskAsync() is not { } listing)
            {
                await Task.WhenAny(job.End, Task.Delay(target.Options.Ask, real.Provider));
                continue;
            }
            if (listing.Rows.ContainsKey(job.Name)) job.Submitted();
            return listing.Rows.ContainsKey(job.Name);
        }
        return true;
    }

    private async Task EndAsync(WatchedJob job)
    {
        job.Cancelling = true;
        job.Folder.AskToEnd();
        job.TryEndUnstarted(ComputeOutcome.Cancelled, "It was cancelled before it began.");
        await CancelAsync(job.Name);
    }

    private async Task CancelAsync(string name)
    {
        try
        {
            await scheduler.CancelAsync(name, CancellationToken.None);
        }
        catch (SchedulerAwayException e)
        {
            // The attempt's files say it too.
            target.Health.Away(e.Message);
        }
    }
}
