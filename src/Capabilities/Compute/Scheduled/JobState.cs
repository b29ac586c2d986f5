namespace Cairn.Compute.Scheduled;

/// <summary>What schedulers tell of a job, in common words.</summary>
internal enum JobState
{
    Waiting,

    /// <summary>It waits and will not start by itself.</summary>
    Held,

    /// <summary>It waits for what will hardly come by itself, such as an image that cannot be had.</summary>
    Stuck,
    Running,

    /// <summary>Its launcher ended, well or not: how the command ended only the attempt's report tells.</summary>
    Ended,
    Cancelled,
    TimedOut,
    OutOfMemory,

    /// <summary>The node was lost, or the job was put away for another.</summary>
    NodeLost,
}
