using System.Text.Json;

namespace Cairn.Registry.Versions;

/// <summary>A version as stored, with the names of its model.</summary>
internal sealed record VersionRow
{
    public string Id { get; init; } = "";
    public long Model { get; init; }
    public long Number { get; init; }
    public string Digest { get; init; } = "";
    public long Size { get; init; }
    public string Format { get; init; } = "onnx";
    public string SignatureJson { get; init; } = "{}";
    public string Origin { get; init; } = "";
    public string? RunId { get; init; }
    public string RunKey { get; init; } = "";
    public string? TrackingRunId { get; init; }
    public string? Recipe { get; init; }
    public string? PipelineId { get; init; }
    public string? CommitId { get; init; }
    public string MetricsJson { get; init; } = "{}";
    public string? Note { get; init; }
    public string EventId { get; init; } = "";
    public long RegisteredAt { get; init; }
    public long UpdatedAt { get; init; }
    public string? Source { get; init; }
    public string? ModelId { get; init; }
    public string Stage { get; init; } = "None";
    public string? Description { get; init; }
    public string? UserId { get; init; }
    public string? RunLink { get; init; }
    public string Project { get; init; } = "";
    public string Name { get; init; } = "";
    public string MlflowName { get; init; } = "";

    public ModelVersionView View(IReadOnlyList<string> aliases) => new()
    {
        Id = Id,
        Project = Project,
        Model = Name,
        Number = (int)Number,
        Digest = Digest,
        Size = Size,
        Format = Format,
        SignatureJson = SignatureJson,
        Origin = Origin,
        RunId = RunId,
        TrackingRunId = TrackingRunId,
        Recipe = Recipe,
        PipelineId = PipelineId,
        Commit = CommitId,
        Metrics = JsonSerializer.Deserialize<Dictionary<string, double>>(MetricsJson, Json)!,
        Aliases = aliases,
        Note = Note,
        RegisteredAt = DateTimeOffset.FromUnixTimeMilliseconds(RegisteredAt),
        EventId = EventId,
    };

    internal static JsonSerializerOptions Json { get; } = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
}
