namespace Cairn.Identity;

/// <summary>A token as it is shown. <see cref="Secret"/> is there once, in the answer that made it.</summary>
public sealed record TokenView(
    string Id, string Actor, string Role, string? Project, string? Note, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? RevokedAt)
{
    public string? Secret { get; init; }

    /// <summary>The only endpoints it opens, by route; null for all.</summary>
    public IReadOnlyList<string>? Endpoints { get; init; }

    /// <summary>The server it is for; null for this one.</summary>
    public string? Audience { get; init; }

    internal static TokenView Of(TokenRow row) => new(row.Id, row.Actor, row.Role, row.Project, row.Note, row.CreatedBy,
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedAt), DateTimeOffset.FromUnixTimeMilliseconds(row.ExpiresAt),
        row.RevokedAt is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null)
    { Endpoints = row.EndpointList, Audience = row.Audience };
}

/// <param name="Actor"><c>person:name</c> or <c>client:name</c>; whoever asks when absent and not local.</param>
/// <param name="Role"><c>read</c>, <c>write</c> or <c>admin</c>; write when absent. <c>infer</c>: only to ask the endpoints named and to tell them outcomes; <c>probe</c>: only to ask endpoints uncounted and to hand in how they answered; <c>copy</c>: only to fetch the snapshot and its files.</param>
/// <param name="Project">The only project it opens; all when absent.</param>
/// <param name="ExpiresIn">A duration such as <c>90d</c>, which is also the default.</param>
/// <param name="Endpoints">Of a token of the role infer: the routes of the endpoints it opens.</param>
/// <param name="Audience">Of a token of the role infer: the server it is for, e.g. the name of a copy; this one when absent.</param>
internal sealed record CreateTokenRequest(string? Actor, string? Role, string? Project, string? ExpiresIn, string? Note, IReadOnlyList<string>? Endpoints = null, string? Audience = null);
