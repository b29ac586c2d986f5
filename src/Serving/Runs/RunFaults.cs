namespace Cairn.Serving.Runs;

/// <summary>What is said to a request that waited, or may not wait, for its model.</summary>
internal static class RunFaults
{
    /// <summary>As <see cref="TooLate"/>, of a model that was at work on it.</summary>
    public static RequestFault CutOff() => new(504, ErrorKind.Deadline, "The time that the request may take was over before the model answered; try again later, or allow more by 'timeout'.") { IsCutOff = true };

    public static RequestFault TooLate() => new(504, ErrorKind.Deadline, "The time that the request may take was over before the model was free; try again later, or allow more by 'timeout'.");

    public static RequestFault NoRoom(RunLimits limits) => new(429, ErrorKind.Overload, $"Too many requests wait for this model ({limits.Waiting}); try again in a second.");
}
