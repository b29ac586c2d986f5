using YamlDotNet.Serialization;

namespace Cairn.Maturity.Model;

/// <summary>An entry of capabilities.yaml, as written.</summary>
internal sealed class CapabilityEntry
{
    public string Id { get; init; } = "";

    public string Title { get; init; } = "";

    public string Category { get; init; } = "";

    public int? Microsoft { get; init; }

    public int? Google { get; init; }

    /// <summary><c>baseline</c>, <c>must</c>, <c>should</c> or <c>indicator</c>.</summary>
    public string Strength { get; init; } = "must";

    public string Feature { get; init; } = "";

    public string Guard { get; init; } = "";

    public string Deliverable { get; init; } = "";

    public string Criterion { get; init; } = "";

    /// <summary>Least and most days of work.</summary>
    public double[] Days { get; init; } = [];

    public WaitEntry? Wait { get; init; }

    public string[] Depends { get; init; } = [];

    [YamlMember(Alias = "superseded_by")]
    public string? SupersededBy { get; init; }

    public string? Attestation { get; init; }

    /// <summary>Conditions: <c>app</c>, <c>team</c>, <c>role:…</c>.</summary>
    public string[] Needs { get; init; } = [];
}
