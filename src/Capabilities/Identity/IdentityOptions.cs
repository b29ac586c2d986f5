namespace Cairn.Identity;

/// <summary>How the door is kept.</summary>
public sealed record IdentityOptions
{
    /// <summary>The server listens on more than loopback: every request needs a token, and it does not start without one.</summary>
    public bool BeyondLoopback { get; init; }

    /// <summary>The name of this server: tokens made for another audience are refused.</summary>
    public string Audience { get; init; } = "cairn";
}
