namespace Cairn.Registry;

/// <summary>The newest comparison of a version with what an endpoint had loaded for it.</summary>
public sealed record VersionAudit
{
    public string Project { get; init; } = "";
    public string Endpoint { get; init; } = "";
    public string Env { get; init; } = "";

    /// <summary>The id of the version, <c>mv-…</c>.</summary>
    public string Version { get; init; } = "";
    public long Number { get; init; }

    /// <summary>What was loaded is what is registered.</summary>
    public bool Ok { get; init; }

    /// <summary>Digest of the bytes that were loaded.</summary>
    public string Loaded { get; init; } = "";
    public long SeenAt { get; init; }

    /// <summary>The record of it.</summary>
    public string Event { get; init; } = "";

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(SeenAt);
}
