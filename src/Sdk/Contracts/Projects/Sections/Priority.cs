namespace Cairn.Contracts.Projects;

/// <summary>Which of a project's own steps that wait for room are taken first. Between projects it counts for nothing.</summary>
public enum Priority
{
    Low,
    Normal,
    High,
}
