namespace Cairn.Client;

/// <summary>How a run is called, and how what is logged to it travels.</summary>
public sealed record RunOptions
{
    /// <summary>Name, up to 250 characters; the server makes one up when null.</summary>
    public string? Name { get; init; }

    /// <summary>What the run is about, in Markdown.</summary>
    public string? Description { get; init; }

    /// <summary>Tags that the run begins with: keys up to 250 characters, values up to 8000.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>When it began; now when null.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>Folder that keeps what is logged while the server is away; null keeps nothing. It is made when it is needed.</summary>
    public string? BufferDirectory { get; init; }

    /// <summary>Entries that may wait in memory, at least 1; a caller that logs more waits.</summary>
    public int QueueLength { get; init; } = 10_000;

    /// <summary>How long an entry may wait for others to travel with it.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a server that was away is asked again.</summary>
    public TimeSpan AskAgain { get; init; } = TimeSpan.FromSeconds(15);
}
