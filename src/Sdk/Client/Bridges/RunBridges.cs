using Microsoft.Extensions.Logging;

namespace Cairn.Client;

/// <summary>Lets .NET's own logs and meters flow into a run.</summary>
public static class RunBridges
{
    /// <summary>A provider for <see cref="ILoggerFactory"/> that writes to an artifact of the run.</summary>
    /// <param name="path">The artifact.</param>
    /// <param name="least">The least level that is written.</param>
    /// <param name="waiting">Lines that may wait for the disk, at least 1.</param>
    /// <exception cref="ArgumentException">The path is not one of plain parts.</exception>
    public static RunLoggerProvider CreateLoggerProvider(this CairnRun run, string path = "logs/run.log", LogLevel least = LogLevel.Information, int waiting = 10_000) =>
        new(run, path, least, waiting);

    /// <summary>Logs the instruments of the named meters as metrics.</summary>
    /// <param name="every">How often, at least a millisecond.</param>
    /// <param name="meters">Names of meters, e.g. <c>System.Runtime</c>.</param>
    public static RunMeterBridge ListenTo(this CairnRun run, TimeSpan every, params IReadOnlyCollection<string> meters) => new(run, every, meters);
}
