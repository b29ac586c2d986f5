namespace Cairn.Contracts.Snapshots;

/// <summary>A version that is asked beside those that answer. Its answers go to no caller, only to the log, under the same request ids.</summary>
public sealed record ShadowRoute
{
    /// <summary>None of the variants' versions.</summary>
    public required string Version { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the file.</summary>
    public required string Digest { get; init; }

    /// <summary>Absolute path of the model file in a directory of its own.</summary>
    public required string Path { get; init; }

    /// <summary>Of an ensemble: absolute paths of its members' files, by digest.</summary>
    public IReadOnlyDictionary<string, string>? Members { get; set; }

    /// <summary>Share of the logged requests that it is asked too, 1 to 1000.</summary>
    public int SharePermille { get; set; } = 1000;

    /// <summary>Requests that may wait for it, 1 to 10,000; what comes beyond is shed and counted.</summary>
    public int MaxWaiting { get; set; } = 64;
}
