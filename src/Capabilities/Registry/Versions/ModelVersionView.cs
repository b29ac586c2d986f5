namespace Cairn.Registry;

/// <summary>An immutable version of a registered model.</summary>
public sealed record ModelVersionView
{
    /// <summary><c>mv-…</c>; the subject id of its <c>version.registered</c>.</summary>
    public required string Id { get; init; }
    public required string Project { get; init; }
    public required string Model { get; init; }

    /// <summary>From 1 within the model.</summary>
    public required int Number { get; init; }

    /// <summary>Of the model file.</summary>
    public required string Digest { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }

    /// <summary><c>onnx</c>, <c>mlflow</c> for a directory of files, or the extension of an imported file.</summary>
    public string Format { get; init; } = "onnx";
    public required string SignatureJson { get; init; }

    /// <summary><c>pipeline</c>, <c>imported</c>, or <c>client</c> when an MLflow client registered it.</summary>
    public required string Origin { get; init; }
    public string? RunId { get; init; }
    public string? TrackingRunId { get; init; }
    public string? Recipe { get; init; }
    public string? PipelineId { get; init; }
    public string? Commit { get; init; }
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Null in lists.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
    public string? Note { get; init; }
    public required DateTimeOffset RegisteredAt { get; init; }
    public required string EventId { get; init; }
}
