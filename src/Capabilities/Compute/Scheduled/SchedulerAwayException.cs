namespace Cairn.Compute.Scheduled;

/// <summary>The scheduler did not answer. Nothing is known then: a job that is not seen is not a job that ended.</summary>
internal sealed class SchedulerAwayException(string message, Exception? inner = null) : Exception(message, inner);
