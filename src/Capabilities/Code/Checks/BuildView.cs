namespace Cairn.Code;

/// <summary>One build of a commit.</summary>
public sealed record BuildView
{
    public required string Project { get; init; }

    public required string Commit { get; init; }

    /// <summary>As in <c>builds:</c> of the project file.</summary>
    public required string Name { get; init; }

    public required string Area { get; init; }

    public required string RunId { get; init; }

    /// <summary><c>queued</c>, <c>running</c>, <c>succeeded</c> or <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary><c>sha256:…</c> of a tar in the artifact store with what the build made; the same content gives the same digest. Null unless it succeeded.</summary>
    public string? Digest { get; init; }

    /// <summary>Bytes of the tar.</summary>
    public long? Size { get; init; }

    /// <summary>Seconds of real time.</summary>
    public required double Duration { get; init; }

    public string? Reason { get; init; }

    public string? LogPath { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>An application of the project file and the build that makes it.</summary>
public sealed record AppBuild(string App, BuildView Build);
