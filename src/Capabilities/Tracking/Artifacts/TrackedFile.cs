namespace Cairn.Tracking.Artifacts;

/// <summary>A file of a run or model: its path, and its content in the artifact store. Size in bytes.</summary>
public sealed record TrackedFile(string Path, string Digest, long Size);
