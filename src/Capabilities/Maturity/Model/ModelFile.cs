namespace Cairn.Maturity.Model;

/// <summary>capabilities.yaml as written.</summary>
internal sealed class ModelFile
{
    public string Schema { get; init; } = "";

    public string Version { get; init; } = "";

    public string Check { get; init; } = "";

    public List<SourceEntry> Sources { get; init; } = [];

    public List<LadderEntry> Ladders { get; init; } = [];

    public Dictionary<string, string> Categories { get; init; } = [];

    public List<GroupEntry> Groups { get; init; } = [];

    public List<string> Questions { get; init; } = [];

    public List<AdviceEntry> Advice { get; init; } = [];

    public List<AttestationEntry> Attestations { get; init; } = [];

    public List<CapabilityEntry> Capabilities { get; init; } = [];
}

internal sealed class SourceEntry
{
    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public string Url { get; init; } = "";
}

internal sealed class LadderEntry
{
    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public List<LevelEntry> Levels { get; init; } = [];
}

internal sealed class LevelEntry
{
    public string Name { get; init; } = "";

    public string[] Highlights { get; init; } = [];
}

/// <summary>Capabilities of which a level asks only some.</summary>
internal sealed class GroupEntry
{
    public string Id { get; init; } = "";

    public string Ladder { get; init; } = "";

    public int Level { get; init; }

    public int Min { get; init; }

    public string[] Members { get; init; } = [];

    public string Why { get; init; } = "";
}

internal sealed class AdviceEntry
{
    public string[] When { get; init; } = [];

    public int[]? Microsoft { get; init; }

    public string Text { get; init; } = "";
}

internal sealed class AttestationEntry
{
    public string Id { get; init; } = "";

    public int Days { get; init; }

    public int People { get; init; }

    public string[] Roles { get; init; } = [];

    /// <summary><c>alternative</c> may satisfy a clause; <c>supporting</c> and <c>required</c> never do by themselves.</summary>
    public string Counts { get; init; } = "";

    public string Statement { get; init; } = "";
}
