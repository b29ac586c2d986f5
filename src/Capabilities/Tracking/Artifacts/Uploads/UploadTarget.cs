namespace Cairn.Tracking.Artifacts.Uploads;

/// <summary>Where an upload in parts will lie, and of how many parts it is.</summary>
internal sealed record UploadTarget(string Path, int Parts);
