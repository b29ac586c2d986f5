namespace Cairn.Platform.Artifacts;

/// <summary>Stored content. <paramref name="Digest"/> is <c>sha256:</c> and 64 hex digits; <paramref name="Size"/> is in bytes.</summary>
public sealed record Artifact(string Digest, long Size);
