namespace Cairn.Endpoints;

/// <summary>An endpoint in one environment: where it answers, and what is behind it.</summary>
public sealed record EndpointView
{
    public string Project { get; init; } = "";

    /// <summary>As in the project file.</summary>
    public string Name { get; init; } = "";

    public string Environment { get; init; } = "";

    /// <summary><c>test</c> or <c>production</c>.</summary>
    public string EnvironmentRole { get; init; } = "";

    /// <summary>Model name of the protocol and folder of the log: <c>delay</c> in production, <c>delay.test</c> in test.</summary>
    public string Route { get; init; } = "";

    /// <summary>Registered model it serves.</summary>
    public string Model { get; init; } = "";

    /// <summary><c>active</c>, or <c>retired</c> when the file no longer has it.</summary>
    public string State { get; init; } = "active";

    /// <summary>The release under way, if one has set the variants.</summary>
    public string? ReleaseId { get; init; }

    /// <summary>Why the data plane does not serve what the tables say; null when it does.</summary>
    public string? Fault { get; init; }

    public IReadOnlyList<VariantView> Variants { get; init; } = [];

    public bool IsProduction => EnvironmentRole == "production";

    public VariantView? Stable => Variants.FirstOrDefault(v => v.Role == VariantDraft.Stable);

    public VariantView? Canary => Variants.FirstOrDefault(v => v.Role == VariantDraft.Canary);
}
