using System.Text.Json.Nodes;
using Cairn.Compute.Environments;

namespace Cairn.Compute;

/// <summary>Reads <see cref="ComputeResult.Environment"/>.</summary>
public static class RanIn
{
    /// <summary>The container image with its digest, as far as that is known; null without one.</summary>
    public static string? ImageOf(string environment)
    {
        JsonNode? found = JsonNode.Parse(environment);
        return (string?)found?[FoundEnvironment.Image] is not { } image ? null : (string?)found[FoundEnvironment.ImageDigest] is { } digest && !image.Contains('@') ? $"{image}@{digest}" : image;
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
        => (JsonNode.Parse(environment)?[FoundEnvironment.Machine]?[FoundEnvironment.SystemPackages] as JsonObject)?[FoundEnvironment.Packages] is JsonObject packages ? packages.ToDictionary(p => p.Key, p => p.Value!.ToString(), StringComparer.Ordinal) : null;
}
