using System.Text.Json.Nodes;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>One record as it is stored; inputs, outputs, expectations, tags and source are JSON.</summary>
internal sealed record EvaluationRecord
{
    public long Num { get; init; }
    public string Id { get; init; } = "";
    public string InputHash { get; init; } = "";

    /// <summary>Digest of inputs, outputs and expectations.</summary>
    public string Content { get; init; } = "";
    public string Inputs { get; init; } = "{}";
    public string? Outputs { get; init; }
    public string? Expectations { get; init; }
    public string? Tags { get; init; }
    public string? Source { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
    public string CreatedBy { get; init; } = "";
    public string UpdatedBy { get; init; } = "";

    /// <summary>With what another one of the same inputs adds: its outputs in place of these, its expectations and tags beside these. The source stays.</summary>
    public EvaluationRecord With(EvaluationRecord later) => (this with
    {
        Outputs = later.Outputs ?? Outputs,
        Expectations = Merged(Expectations, later.Expectations),
        Tags = Merged(Tags, later.Tags),
        Source = Source ?? later.Source,
        UpdatedAt = later.UpdatedAt,
        UpdatedBy = later.UpdatedBy,
    }).Summed();

    /// <summary>With the digest of what it holds.</summary>
    public EvaluationRecord Summed() => this with { Content = CanonicalJson.Hash(InputHash, CanonicalJson.HashOf(Outputs), CanonicalJson.HashOf(Expectations)) };

    private static string? Merged(string? before, string? later)
    {
        if (before is null || later is null) return later ?? before;
        JsonObject all = JsonNode.Parse(before)!.AsObject();
        foreach ((string key, JsonNode? value) in JsonNode.Parse(later)!.AsObject()) all[key] = value?.DeepClone();
        return all.ToJsonString();
    }
}
