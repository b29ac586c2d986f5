namespace Cairn.Platform.Processes;

/// <summary>Who ended it: itself, its time limit, or a cancellation.</summary>
public enum ProcessEnd
{
    Exited,
    TimedOut,
    Cancelled,
}
