using Cairn.Compute.Scheduled;
using Cairn.Platform.Jobs;

namespace Cairn.Compute.Slurm;

/// <summary>Slurm by its command line: sbatch, squeue, scancel. Needs neither accounting nor REST.</summary>
internal sealed class SlurmScheduler(SlurmCommand command, SlurmOptions options, ScheduledTarget target, RealTime real) : IScheduler
{
    // What Slurm takes as a job is a script; the search path, the home and the words of the launcher follow it and are never read by the shell.
    private const string Script = "#!/bin/sh\nexport PATH=\"$1\" HOME=\"$2\" LC_ALL=C\nshift 2\nexec \"$@\"\n";

    private readonly string _user = $"--user={Environment.UserName}";
    private readonly string _prefix = $"cairn.{target.Installation}.";

    public string Title => "Slurm";

    public bool KeepsEnded => false;

    public async Task<Submission> SubmitAsync(JobOrder job, CancellationToken cancellation)
    {
        string script = Path.Combine(job.Folder, "control", "job.sh");
        await File.WriteAllTextAsync(script, Script, cancellation);
        try
        {
            SlurmAnswer answer = await command.RunAsync(SlurmArguments.Of(job, options, [script, command.SearchPath, command.Home]), cancellation);
            if (answer.Ok) return Submission.Accepted;
            return new Submission(answer.IsAway ? SubmissionKind.Unknown : SubmissionKind.Refused, answer.Reason);
        }
        catch (SchedulerAwayException e)
        {
            return new Submission(SubmissionKind.Unknown, e.Message);
        }
    }

    public async Task<IReadOnlyDictionary<string, ScheduledJob>> ListAsync(CancellationToken cancellation)
    {
        SlurmAnswer answer = await command.RunAsync(["squeue", "--noheader", _user, "--states=all", $"--format={SlurmListing.Format}"], cancellation);
        return answer.Ok ? SlurmListing.Read(answer.Output, _prefix) : throw new SchedulerAwayException(answer.Reason);
    }

    public async Task CancelAsync(string name, CancellationToken cancellation)
    {
        SlurmAnswer answer = await command.RunAsync(["scancel", "--quiet", _user, $"--name={name}"], cancellation);
        if (answer.IsAway) throw new SchedulerAwayException(answer.Reason);
    }

    public async Task<bool> ChangedAsync(TimeSpan most, CancellationToken cancellation)
    {
        await Task.Delay(most, real.Provider, cancellation);
        return false;
    }
}
