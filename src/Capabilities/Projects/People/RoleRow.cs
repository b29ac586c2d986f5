namespace Cairn.Projects;

/// <summary>A role held now; <see cref="Since"/> is domain time in unix milliseconds.</summary>
internal sealed record RoleRow
{
    public string Project { get; init; } = "";
    public string Person { get; init; } = "";
    public string Role { get; init; } = "";

    /// <summary><c>file</c> or <c>hand</c>.</summary>
    public string GrantedBy { get; init; } = "";

    public long Since { get; init; }
    public string EventId { get; init; } = "";
}
