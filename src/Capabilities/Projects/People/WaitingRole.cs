namespace Cairn.Projects;

/// <summary>A role that the project file gives to somebody and that nobody who may give it has given yet. <see cref="ProposedAt"/> is domain time in unix milliseconds.</summary>
internal sealed record WaitingRole
{
    public string Project { get; init; } = "";
    public string Person { get; init; } = "";
    public string Role { get; init; } = "";

    /// <summary>Who wrote it into the file, as far as that is known.</summary>
    public string ProposedBy { get; init; } = "";
    public long ProposedAt { get; init; }

    /// <summary>Persons, with a space between: whom the same change takes the role from. They keep it as long as this waits.</summary>
    public string Replaces { get; init; } = "";

    /// <summary>Of the <c>project.declared</c> that brought it.</summary>
    public string EventId { get; init; } = "";
}
