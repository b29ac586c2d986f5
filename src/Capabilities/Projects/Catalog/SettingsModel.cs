using Cairn.Contracts.Projects;

namespace Cairn.Projects;

/// <summary>What the page of a project's settings shows.</summary>
/// <param name="SyncFault">Why the newest look at the repository changed nothing; null when it went well.</param>
/// <param name="Faults">Faults of the file at that head, one line each.</param>
public sealed record SettingsModel(
    ProjectView Project, string? Owner, string Text, DateTimeOffset SyncedAt, string? SyncFault, IReadOnlyList<string> Faults, IReadOnlyList<PersonView> People, IReadOnlyList<EnvironmentRow> Environments)
{
    /// <summary>Roles that the file gives and that are not in force.</summary>
    public IReadOnlyList<WaitingRoleView> Waiting { get; init; } = [];
}

/// <param name="Approve">Role that must approve a release into it.</param>
public sealed record EnvironmentRow(DeploymentEnvironment Environment, string? Approve);
