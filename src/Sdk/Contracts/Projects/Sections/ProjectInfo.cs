namespace Cairn.Contracts.Projects;

public enum ServingMode
{
    Online,
    Batch,
    None,
}

/// <summary>How strict the assessment is: one person, a team, or an enterprise.</summary>
public enum AssessmentProfile
{
    Solo,
    Team,
    Enterprise,
}

/// <summary>What the project is and who stands behind it.</summary>
public sealed record ProjectInfo(string Name)
{
    public string? Owner { get; init; }

    public string? Purpose { get; init; }

    /// <summary>Kind of use case in a few words.</summary>
    public string? UseCase { get; init; }

    /// <summary>Person ids by role; roles are <see cref="Roles.All"/>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> People { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    public ServingMode Serving { get; init; } = ServingMode.Online;

    /// <summary>Applications that call the model.</summary>
    public IReadOnlyList<string> Apps { get; init; } = [];

    /// <summary>How often a new version is expected, 1 hour to 92 days.</summary>
    public TimeSpan? Cadence { get; init; }

    public AssessmentProfile Profile { get; init; } = AssessmentProfile.Solo;

    /// <summary>Level aimed at, 0 to 4; null when not said.</summary>
    public int? Target { get; init; }

    /// <summary>By which metric runs are ranked; null when not said.</summary>
    public Goal? Goal { get; init; }

    /// <summary>Digest of the data that ranked runs were evaluated on; null when not said.</summary>
    public string? JudgedOn { get; init; }

    /// <summary>The most that all its triggers together may spend in a day; null when nothing is said.</summary>
    public TriggerBudget? Budget { get; init; }

    /// <summary>Answers to the questions of the level advice, by question id.</summary>
    public IReadOnlyDictionary<string, string> Answers { get; init; } = new Dictionary<string, string>();
}

/// <summary>The roles people hold in a project.</summary>
public static class Roles
{
    public const string DataScientist = "data-scientist";
    public const string DataEngineer = "data-engineer";
    public const string SoftwareEngineer = "software-engineer";

    public static IReadOnlyList<string> All { get; } = [DataScientist, DataEngineer, SoftwareEngineer];
}
