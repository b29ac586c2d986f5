using Cairn.Platform.Http;

namespace Cairn.Platform;

/// <summary>Where this installation keeps its state, and in which time it lives.</summary>
public sealed record PlatformOptions
{
    /// <summary>Holds the database, artifacts, logs and scratch; made when absent.</summary>
    public required string DataDirectory { get; init; }

    /// <summary><c>postgres://…</c> or <c>sqlite:FILE</c>; null for SQLite in the data directory.</summary>
    public string? DatabaseUrl { get; init; }

    /// <summary>A directory for artifacts; null for one in the data directory.</summary>
    public string? Artifacts { get; init; }

    /// <summary>Asks for a simulated world whose clock starts here.</summary>
    public DateTimeOffset? SimulatedClock { get; init; }

    public long Seed { get; init; }

    /// <summary>Real time after which the work of a server that renews its lease no more is another's.</summary>
    public TimeSpan JobLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Real time after which the runner of jobs looks whether there is one, though nobody told it so.</summary>
    public TimeSpan JobIdle { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Names, with or without port, that this server answers to besides loopback.</summary>
    public IReadOnlySet<string> Hosts { get; init; } = new HashSet<string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a reverse proxy shows this server to others; null when nothing stands in front.</summary>
    public PublicUrl? PublicUrl { get; init; }

    /// <summary>A folder of this installation for <paramref name="purpose"/>, made when absent.</summary>
    public string Folder(string purpose) => Directory.CreateDirectory(Path.Combine(Path.GetFullPath(DataDirectory), purpose)).FullName;
}
