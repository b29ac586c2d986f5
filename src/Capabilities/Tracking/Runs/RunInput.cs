namespace Cairn.Tracking;

/// <summary>A dataset a run read. <paramref name="Digest"/> is that of its content; <paramref name="Context"/> e.g. <c>training</c>.</summary>
public sealed record RunInput(string Name, string Digest, string SourceType, string Source, string Context);
