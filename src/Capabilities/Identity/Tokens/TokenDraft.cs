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
    public static TokenRow Check(CreateTokenRequest request, string by, bool simulated, DateTimeOffset now) => new()
    {
        Id = Ulid.New(now),
        Actor = ActorOf(request.Actor, simulated),
        Role = AccessRules.Word(RoleOf(request.Role)),
        Project = request.Project is null || Project().IsMatch(request.Project) ? request.Project : throw ApiException.Invalid("project", "'project' is not the name of a project."),
        Note = request.Note is null or { Length: <= 200 } ? request.Note : throw ApiException.Invalid("note", "'note' has at most 200 characters."),
        CreatedBy = by,
        CreatedAt = now.ToUnixTimeMilliseconds(),
        ExpiresAt = (now + LifeOf(request.ExpiresIn)).ToUnixTimeMilliseconds(),
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
        _ => throw ApiException.Invalid("role", "'role' must be read, write or admin."),
    };

    private static TimeSpan LifeOf(string? text)
        => text is null ? Standard : Durations.TryParse(text, out TimeSpan life) ? life : throw ApiException.Invalid("expires_in", "'expires_in' must be a duration such as 90d.");

    [GeneratedRegex(@"\A(person|client):[A-Za-z0-9][A-Za-z0-9._@+-]{0,90}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Actor();

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Project();
}
