namespace Cairn.Identity;

/// <summary>What authentication found out about a request.</summary>
/// <param name="ActorId"><c>local</c>, or the actor a token was made for.</param>
/// <param name="Project">The only project it may see; null for all.</param>
/// <param name="Local">It came over loopback without a token: whoever sent it works on this machine.</param>
public sealed record Access(string ActorId, AccessRole Role, string? Project, bool Local)
{
    /// <summary>The only endpoints it may call, by route; null for all.</summary>
    public IReadOnlyList<string>? Endpoints { get; init; }

    internal static readonly Access OfLocal = new("local", AccessRole.Admin, null, Local: true);

    /// <summary>It opens only what is meant for its role.</summary>
    public bool IsNarrow => Role is AccessRole.Infer or AccessRole.Probe or AccessRole.Copy;

    public bool Sees(string project) => Project is null || Project == project;
}
