using System.Text.Json;
using Cairn.Contracts.Projects;
using Cairn.Platform.Http;

namespace Cairn.Projects;

/// <summary>A project as the API shows it.</summary>
internal sealed record ProjectAnswer
{
    public required string Name { get; init; }
    public required string State { get; init; }
    public required string Repository { get; init; }
    public required string Branch { get; init; }
    public required string Commit { get; init; }
    public required string FileDigest { get; init; }
    public required DateTimeOffset DeclaredAt { get; init; }

    /// <summary>Who holds the role now; the file may name another who waits for it.</summary>
    public string? Owner { get; init; }

    public string? Purpose { get; init; }
    public string? UseCase { get; init; }
    public required ServingMode Serving { get; init; }
    public required IReadOnlyList<string> Apps { get; init; }
    public string? Cadence { get; init; }
    public required AssessmentProfile Profile { get; init; }
    public int? Target { get; init; }

    /// <summary>Newest look at the repository, in domain time.</summary>
    public required DateTimeOffset SyncedAt { get; init; }

    /// <summary>Why that look changed nothing.</summary>
    public SyncFault? SyncFault { get; init; }

    public static ProjectAnswer Of(ProjectRow row, ProjectFile file, string? owner) => new()
    {
        Name = row.Name,
        State = row.State,
        Repository = row.Repository,
        Branch = row.Branch,
        Commit = row.CommitId,
        FileDigest = row.FileDigest,
        DeclaredAt = DateTimeOffset.FromUnixTimeMilliseconds(row.DeclaredAt),
        Owner = owner,
        Purpose = file.Project.Purpose,
        UseCase = file.Project.UseCase,
        Serving = file.Project.Serving,
        Apps = file.Project.Apps,
        Cadence = file.Project.Cadence is { } cadence ? Declaration.Span(cadence) : null,
        Profile = file.Project.Profile,
        Target = file.Project.Target,
        SyncedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.SyncedAt),
        SyncFault = row.SyncFault is { } fault ? JsonSerializer.Deserialize<SyncFault>(fault, ApiJson.Options) : null,
    };
}
