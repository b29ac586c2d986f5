namespace Cairn.Tracking.Artifacts;

/// <summary>The first files of an owner, by path, and whether there are others.</summary>
public sealed record OwnedFiles(FileOwner Owner, IReadOnlyList<TrackedFile> First, bool More);
