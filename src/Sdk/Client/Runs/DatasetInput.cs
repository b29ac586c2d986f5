namespace Cairn.Client;

/// <summary>Data that a run read.</summary>
/// <param name="Name">Up to 500 characters, e.g. <c>flights</c>.</param>
/// <param name="Digest">What tells this content from another, up to 36 characters.</param>
/// <param name="Source">Where it came from: a path or an address, up to 65,535 characters.</param>
/// <param name="Context">What it was used for, e.g. <c>training</c> or <c>evaluation</c>; null when there is nothing to say.</param>
/// <param name="SourceType">Kind of the source, e.g. <c>local</c>, <c>http</c>, <c>s3</c>.</param>
public sealed record DatasetInput(string Name, string Digest, string Source, string? Context = null, string SourceType = "local");
