using Cairn.Platform.Web;

namespace Cairn.Compute;

/// <summary>Logs of tasks as pages show them: by the thousand lines, masked, followed while they grow.</summary>
public interface ITaskLogs
{
    /// <summary>Lines from a byte offset; empty for a task that wrote nothing or is not known. <paramref name="number"/> is the number of the first line.</summary>
    Task<TaskLogPart> ReadAsync(string project, string key, long from = 0, long number = 1, CancellationToken cancellation = default);

    /// <summary>Up to 1 MiB of the log from a byte offset, masked; empty when there is no more yet.</summary>
    Task<byte[]> BytesAsync(string project, string key, long from, CancellationToken cancellation = default);
}

/// <summary>A part of a log, and whether more can come.</summary>
public sealed record TaskLogPart(LogPage Page, bool Open)
{
    /// <summary>Live topic published when the log of a task has grown.</summary>
    public static string Topic(string key) => "log:" + key;
}
