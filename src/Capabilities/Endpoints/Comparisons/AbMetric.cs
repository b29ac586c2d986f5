namespace Cairn.Endpoints;

/// <summary>One measure of both sides, each key counted once by the first outcome that was told for it.</summary>
/// <param name="KeysA">Keys of A with an outcome.</param>
/// <param name="Difference">B less A, with its interval.</param>
public sealed record AbMetric(string Name, long KeysA, double? A, long KeysB, double? B, double? Difference, double? Low, double? High);
