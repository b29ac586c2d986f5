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
