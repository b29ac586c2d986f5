namespace Cairn.Projects;

/// <summary>What becomes of a project. Paused: records stay and serving goes on, nothing new is started. Retired: for good.</summary>
public static class ProjectStates
{
    public const string Active = "active";
    public const string Paused = "paused";
    public const string Retired = "retired";
}
