using Cairn.Compute.Attempts;
using Cairn.Compute.Targets;
using Cairn.Compute.Tasks;

namespace Cairn.Compute.Scheduled;

/// <summary>One attempt under watch: its files, what its scheduler says, and its end. Times are stamps of our own clock.</summary>
internal sealed class WatchedJob(string name, PreparedTask task, AttemptFolder folder, ScheduledOptions options, long logLimit, TimeProvider time)
{
    // By the signal that asks for an end.
    private const int Terminated = 128 + 15;
    private readonly TaskCompletionSource<TaskEnd> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LogTail _tail = new(folder.Log, task.LogPath, logLimit);
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _beat;
    private long? _claimedAt, _beatAt, _goneSince, _goneAsked, _stuckSince, _submittedAt, _reportAt;

    public string Name => name;

    public string Key => task.Task.Key;

    public PreparedTask Task => task;

    public AttemptFolder Folder => folder;

    public Task<TaskEnd> End => _end.Task;

    /// <summary>A launcher was seen to run it.</summary>
    public bool Started => _claimedAt is not null;

    /// <summary>Its launcher told how it ended.</summary>
    public bool Reported => _reportAt is not null;

    public bool Cancelling { get; set; }

    /// <summary>Digest of its container image, as soon as the scheduler told it.</summary>
    public string? ImageDigest { get; private set; }

    /// <summary>Why it does not run yet; null when it does.</summary>
    public string? Because { get; private set; } = "is being handed in";

    public Task Grown => Volatile.Read(ref _grown).Task;

    /// <summary>From now on a listing that lacks it means something.</summary>
    public void Submitted() => _submittedAt ??= time.GetTimestamp();

    public void Waits(string reason) => Because = Started ? null : reason;

    /// <summary>Looks at the files, then at what the scheduler said last.</summary>
    public void Look(Listing? listing, string scheduler)
    {
        bool grown = _tail.Pull();
        ImageDigest ??= listing?.Rows.GetValueOrDefault(name)?.ImageDigest;
        if (folder.ReadReport() is { } report)
        {
            _tail.Pull();
            Take(report.End, listing, scheduler);
            return;
        }
        LookAtBeat();
        if (grown) Raise();
        if (_submittedAt is null && !Started) return;
        Note(listing);
        Finding finding = Verdict.Of(Sighting(listing), options, scheduler);
        if (finding.Outcome is { } outcome) Abandon(outcome, finding.Reason!);
        else Because = Started ? null : finding.Reason;
    }

    /// <summary>Ends the watch of one that never started. False when a launcher took it at this very moment.</summary>
    public bool TryEndUnstarted(ComputeOutcome outcome, string reason)
    {
        if (Started || !folder.TryClaim("server")) return false;
        Finish(TaskEnd.Unstarted(outcome, reason));
        return true;
    }

    // One that was ended, but not by us: the scheduler knows whether by a person, for another job, or with its node.
    private void Take(TaskEnd end, Listing? listing, string scheduler)
    {
        _claimedAt ??= time.GetTimestamp();
        _reportAt ??= time.GetTimestamp();
        // A scheduler signals the command together with its launcher, and the command may be the quicker to die.
        bool terminated = end is { Outcome: ComputeOutcome.Failed, ExitCode: Terminated };
        if (terminated && Cancelling) end = end with { Outcome = ComputeOutcome.Cancelled, Reason = "It was cancelled." };
        if (Cancelling || (end.Outcome != ComputeOutcome.Cancelled && !terminated))
        {
            Finish(end);
            return;
        }
        bool asked = listing is not null && listing.AskedAt > _reportAt;
        ScheduledJob? row = asked ? listing!.Rows.GetValueOrDefault(name) : null;
        if (asked ? row is { State: <= JobState.Running } : time.GetElapsedTime(_reportAt.Value) < options.Silence) return;
        if (terminated && row is null or { State: JobState.Ended })
        {
            // Nobody but the command itself.
            Finish(end);
            return;
        }
        Finish(end with { Outcome = Verdict.OfEndFromOutside(row), Reason = $"It was ended from outside, {(row?.Reason is { } why ? $"{scheduler} says {why}" : $"{scheduler} says nothing of it")}." });
    }

    // Whatever may still come of it is told to end, and can never begin.
    private void Abandon(ComputeOutcome outcome, string reason)
    {
        folder.AskToEnd();
        if (!Started)
        {
            TryEndUnstarted(outcome, LauncherWords() is { } words ? $"{reason} {words}" : reason);
            return;
        }
        Finish(new TaskEnd(outcome, -1, 0, 0, time.GetElapsedTime(_claimedAt!.Value), reason));
    }

    private void LookAtBeat()
    {
        if (!Started && !folder.Claimed) return;
        _claimedAt ??= time.GetTimestamp();
        string? beat = folder.Beat;
        if (_beatAt is not null && beat == _beat) return;
        (_beat, _beatAt) = (beat, time.GetTimestamp());
    }

    private void Note(Listing? listing)
    {
        if (listing is null || (_submittedAt is { } submitted && listing.AskedAt <= submitted)) return;
        bool gone = !listing.Rows.TryGetValue(name, out ScheduledJob? row) || row.State > JobState.Running;
        _goneSince = gone ? _goneSince ?? listing.AskedAt : null;
        _stuckSince = row?.State == JobState.Stuck ? _stuckSince ?? listing.AskedAt : null;
        _goneAsked = listing.AskedAt;
    }

    private Sighting Sighting(Listing? listing) => new(Started, _beatAt is { } at ? time.GetElapsedTime(at) : TimeSpan.Zero, listing?.Rows.GetValueOrDefault(name),
        Since(_goneSince), Cancelling) { Stuck = Since(_stuckSince) ?? TimeSpan.Zero };

    // Until the last answer: nothing is known of the time after it.
    private TimeSpan? Since(long? begin) => begin is { } since ? time.GetElapsedTime(since, _goneAsked!.Value) : null;

    private string? LauncherWords()
    {
        if (!File.Exists(folder.LauncherLog)) return null;
        string text = string.Join(' ', File.ReadLines(folder.LauncherLog).Take(3)).Trim();
        return text.Length == 0 ? null : $"The node says: {text[..Math.Min(text.Length, 500)]}";
    }

    private void Finish(TaskEnd end)
    {
        Because = null;
        _end.TrySetResult(end);
        Raise();
    }

    private void Raise() => Interlocked.Exchange(ref _grown, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
