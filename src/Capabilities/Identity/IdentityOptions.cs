namespace Cairn.Identity;

/// <summary>How the door is kept.</summary>
public sealed record IdentityOptions
{
    /// <summary>The server listens on more than loopback: every request needs a token, and it does not start without one.</summary>
    public bool BeyondLoopback { get; init; }
}
