namespace Cairn.Endpoints;

/// <summary>A version that is asked beside those that answer an endpoint; no caller sees what it says.</summary>
public sealed record ShadowView
{
    public string VersionId { get; init; } = "";

    /// <summary>Of the version within its model.</summary>
    public int Number { get; init; }

    /// <summary>Of the model file.</summary>
    public string Digest { get; init; } = "";

    /// <summary>Share of the logged requests that it is asked too.</summary>
    public int SharePermille { get; init; }

    /// <summary>Domain time, unix milliseconds.</summary>
    public long Since { get; init; }
}
