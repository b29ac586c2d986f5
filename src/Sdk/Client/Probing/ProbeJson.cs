using System.Text.Json.Serialization;

namespace Cairn.Client.Probing;

/// <param name="Results">Handed in together.</param>
internal sealed record ProbeReport(IReadOnlyList<ProbeAnswer> Results);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ProbeReport))]
[JsonSerializable(typeof(ProbeAnswer[]))]
[JsonSerializable(typeof(PlannedProbe[]))]
internal sealed partial class ProbeJson : JsonSerializerContext;
