namespace Cairn.Compute.Scheduled;

/// <summary>How a target behind a scheduler is looked after.</summary>
/// <param name="Workdir">A directory that this server and all nodes see under the same path.</param>
internal sealed record ScheduledOptions(string Workdir)
{
    /// <summary>Between two looks at the attempts' files.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Between two questions to the scheduler.</summary>
    public TimeSpan Ask { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Between two beats of a launcher.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A launcher that has not beaten for so long is dead, if the scheduler does not say that its job runs.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>It is dead whatever the scheduler says.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>One that is stuck for so long has failed.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a file may take to be seen on another machine.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(10);
}
