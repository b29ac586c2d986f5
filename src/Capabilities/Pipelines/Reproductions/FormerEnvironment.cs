namespace Cairn.Pipelines.Reproductions;

/// <summary>What a step ran in when it was done first, as far as it can be had again.</summary>
/// <param name="SystemPackages">Name -> version; null where that is not on record.</param>
/// <param name="Image">The container image by its digest, <c>name@sha256:…</c>; null where it ran in none, or its digest is not on record.</param>
internal sealed record FormerEnvironment(IReadOnlyDictionary<string, string>? SystemPackages, string? Image);
