using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cairn.Contracts.Packages;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    UseStringEnumConverter = true,
    MaxDepth = 16)]
[JsonSerializable(typeof(ModelPackage))]
internal sealed partial class PackageJsonContext : JsonSerializerContext;
