using System.Text.Json.Nodes;

namespace Cairn.Pipelines.Runs;

/// <summary>Reads what Compute told of what a step ran in.</summary>
internal static class RanIn
{
    /// <summary>The container image with its digest, as far as that is known; null without one.</summary>
    public static string? ImageOf(string environment)
    {
        JsonNode? found = JsonNode.Parse(environment);
        return (string?)found?["image"] is not { } image ? null : (string?)found["image_digest"] is { } digest && !image.Contains('@') ? $"{image}@{digest}" : image;
    }

    /// <summary>The image by its digest alone, so that another one under the same name is not taken for it; null where the digest is not known.</summary>
    public static string? PinnedImageOf(string environment)
    {
        if (ImageOf(environment)?.Split('@') is not [var name, var digest]) return null;
        // "registry:5000/name:tag"
        int tag = name.IndexOf(':', name.LastIndexOf('/') + 1);
        return $"{(tag < 0 ? name : name[..tag])}@{digest}";
    }

    /// <summary>Packages of the system, name -> version; null where they are not on record, as in records of earlier releases.</summary>
    public static IReadOnlyDictionary<string, string>? SystemPackagesOf(string environment)
        => (JsonNode.Parse(environment)?["machine"]?["system_packages"] as JsonObject)?["packages"] is JsonObject packages ? packages.ToDictionary(p => p.Key, p => p.Value!.ToString(), StringComparer.Ordinal) : null;
}
