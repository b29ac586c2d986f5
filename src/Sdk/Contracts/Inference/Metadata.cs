using System.Text.Json.Serialization;

namespace Cairn.Contracts.Inference;

/// <summary>Answer of <c>GET /v2</c>.</summary>
public sealed record ServerMetadata(string Name, string Version, IReadOnlyList<string> Extensions);

/// <summary>One input or output of a model; -1 in the shape stands for any size.</summary>
public sealed record TensorMetadata(string Name, string Datatype, IReadOnlyList<long> Shape);

/// <summary>Answer of <c>GET /v2/models/{name}</c>.</summary>
public sealed record ModelMetadata(
    string Name, IReadOnlyList<string> Versions, string Platform, IReadOnlyList<TensorMetadata> Inputs, IReadOnlyList<TensorMetadata> Outputs)
{
    /// <summary>What else there is to say of the version, e.g. the digest of its scoring code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Properties { get; init; }
}

/// <summary>Answer of the readiness call of one model.</summary>
public sealed record ModelReadiness(string Name, bool Ready);

/// <summary>The one error shape of the protocol.</summary>
public sealed record InferenceError(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ServerMetadata))]
[JsonSerializable(typeof(ModelMetadata))]
[JsonSerializable(typeof(ModelReadiness))]
[JsonSerializable(typeof(InferenceError))]
public sealed partial class InferenceJson : JsonSerializerContext;
