using System.Text.RegularExpressions;
using Cairn.Contracts;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;

namespace Cairn.Identity;

/// <summary>A request for a token, checked.</summary>
internal static partial class TokenDraft
{
    private static readonly TimeSpan Standard = TimeSpan.FromDays(90);

    /// <exception cref="ApiException">400, naming the field.</exception>
    public static TokenRow Check(CreateTokenRequest request, string by, TokenEndpoints.TokenMaking making) => new()
    {
        Id = Ulid.New(making.Real.Now),
        Actor = ActorOf(request.Actor, making.World.Simulated),
        Role = AccessRules.Word(RoleOf(request.Role)),
        Project = request.Project is null || Project().IsMatch(request.Project) ? request.Project : throw ApiException.Invalid("project", "'project' is not the name of a project."),
        Endpoints = EndpointsOf(request),
        Audience = AudienceOf(request, making.Options.Audience),
        Note = request.Note is null or { Length: <= 200 } ? request.Note : throw ApiException.Invalid("note", "'note' has at most 200 characters."),
        CreatedBy = by,
        CreatedAt = making.Real.Now.ToUnixTimeMilliseconds(),
        ExpiresAt = (making.Real.Now + LifeOf(request.ExpiresIn)).ToUnixTimeMilliseconds(),
    };

    private static string ActorOf(string? actor, bool simulated)
    {
        if (actor is not null && (Actor().IsMatch(actor) || (simulated && SimulatedActors.IsPerson(actor)))) return actor;
        throw ApiException.Invalid("actor", "'actor' must be 'person:' or 'client:' and a name.", "For example person:ada, or client:ci for a workload.");
    }

    private static AccessRole RoleOf(string? role) => role switch
    {
        null or "write" => AccessRole.Write,
        "read" => AccessRole.Read,
        "admin" => AccessRole.Admin,
        "infer" => AccessRole.Infer,
        "probe" => AccessRole.Probe,
        "copy" => AccessRole.Copy,
        _ => throw ApiException.Invalid("role", "'role' must be read, write or admin; or infer for endpoints alone, probe for a prober, copy for a copy of the data plane."),
    };

    private static string? EndpointsOf(CreateTokenRequest request)
    {
        if (request.Role is "infer" or "probe" or "copy" && request.Project is not null) throw ApiException.Invalid("project", $"'project' does not go with the role '{request.Role}'.", "Leave 'project' out.");
        if (request.Role != "infer")
        {
            return request.Endpoints is null ? null : throw ApiException.Invalid("endpoints", "'endpoints' belongs to tokens of the role 'infer'.", "Leave it out, or say 'role': 'infer'.");
        }
        if (request.Endpoints is { Count: > 0 and <= 50 } endpoints && endpoints.All(e => e is not null && Endpoint().IsMatch(e))) return string.Join(' ', endpoints.Distinct(StringComparer.Ordinal));
        throw ApiException.Invalid("endpoints", "'endpoints' must list 1 to 50 endpoints by their routes.", "For example [\"delay\", \"delay.test\"].");
    }

    private static string? AudienceOf(CreateTokenRequest request, string own)
    {
        if (request.Role is "infer" or "probe") return request.Audience is null ? own : Audience().IsMatch(request.Audience) ? request.Audience : throw ApiException.Invalid("audience", "'audience' is the name of a server: small letters, digits, '.', '-', up to 63.");
        return request.Audience is null ? null : throw ApiException.Invalid("audience", "'audience' belongs to tokens of the roles 'infer' and 'probe'.", "Leave it out.");
    }

    private static TimeSpan LifeOf(string? text)
        => text is null ? Standard : Durations.TryParse(text, out TimeSpan life) ? life : throw ApiException.Invalid("expires_in", "'expires_in' must be a duration such as 90d.");

    [GeneratedRegex(@"\A(person|client):[A-Za-z0-9][A-Za-z0-9._@+-]{0,90}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Actor();

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Project();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Endpoint();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Audience();
}
