namespace Cairn.Tracking.Artifacts.Uploads;

/// <summary>A part of an upload, as it came.</summary>
/// <param name="Tag">SHA-256 of its bytes, 64 hex digits.</param>
internal sealed record UploadPart(int Number, string Tag);
