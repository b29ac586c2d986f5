namespace Cairn.Identity;

/// <summary>A token as it is shown. <see cref="Secret"/> is there once, in the answer that made it.</summary>
public sealed record TokenView(
    string Id, string Actor, string Role, string? Project, string? Note, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    public string? Secret { get; init; }

    internal static TokenView Of(TokenRow row) => new(row.Id, row.Actor, row.Role, row.Project, row.Note, row.CreatedBy,
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt),
        row.RevokedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
}

/// <param name="Actor"><c>person:name</c> or <c>client:name</c>; whoever asks when absent and not local.</param>
/// <param name="Role"><c>read</c>, <c>write</c> or <c>admin</c>; write when absent.</param>
/// <param name="Project">The only project it opens; all when absent.</param>
/// <param name="ExpiresIn">A duration such as <c>90d</c>, which is also the default.</param>
internal sealed record CreateTokenRequest(string? Actor, string? Role, string? Project, string? ExpiresIn, string? Note);
