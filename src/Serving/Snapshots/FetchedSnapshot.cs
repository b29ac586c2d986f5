namespace Cairn.Serving.Snapshots;

/// <summary>A snapshot as the control plane gave it.</summary>
/// <param name="Tag">What to ask with, to hear only of another one.</param>
internal sealed record FetchedSnapshot(byte[] Json, string? Tag);
