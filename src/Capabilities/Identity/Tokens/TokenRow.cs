namespace Cairn.Identity;

/// <summary>A stored token: the secret is not in it, only its SHA-256. Times are unix milliseconds of real time.</summary>
internal sealed record TokenRow
{
    private Access? _access;

    public string Id { get; init; } = "";
    public string Actor { get; init; } = "";
    public string Role { get; init; } = "";
    public string? Project { get; init; }
    /// <summary>Routes of the endpoints it opens, parted by spaces; null for all that its role opens.</summary>
    public string? Endpoints { get; init; }

    /// <summary>The server it is for; null for the one that made it.</summary>
    public string? Audience { get; init; }
    public string? Note { get; init; }
    public string Hash { get; init; } = "";
    public string CreatedBy { get; init; } = "";
    public long CreatedAt { get; init; }
    public long ExpiresAt { get; init; }
    public long? RevokedAt { get; init; }

    public Access Access => _access ??= new Access(Actor, Enum.Parse<AccessRole>(Role, ignoreCase: true), Project, Local: false) { Endpoints = EndpointList };

    public IReadOnlyList<string>? EndpointList => Endpoints?.Split(' ');
}
