namespace Cairn.Registry;

/// <summary>A version to be registered.</summary>
/// <param name="Model">Name of the registered model; made when absent.</param>
/// <param name="Digest">Of the model file in the artifact store.</param>
public sealed record RegisterVersion(string Project, string Model, string Digest, long Size)
{
    /// <summary><c>pipeline</c> or <c>imported</c>; an imported version has grade 0 for ever.</summary>
    public string Origin { get; init; } = "pipeline";

    /// <summary>An <c>onnx</c> file is checked before it is registered; any other is taken as it is.</summary>
    public string Format { get; init; } = "onnx";

    /// <summary>Subject id of the run that made it.</summary>
    public string? RunId { get; init; }

    /// <summary>Its run in Tracking, 32 hex digits.</summary>
    public string? TrackingRunId { get; init; }

    /// <summary>Digest of code, data, environment and parameters.</summary>
    public string? Recipe { get; init; }

    public string? PipelineId { get; init; }
    public string? Commit { get; init; }

    /// <summary>JSON: <c>{"inputs":[{"name","type","shape"}],"outputs":[…]}</c>.</summary>
    public string SignatureJson { get; init; } = "{}";

    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    public string? Note { get; init; }
}
