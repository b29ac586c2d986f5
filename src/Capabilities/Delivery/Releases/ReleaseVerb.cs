namespace Cairn.Delivery;

/// <summary>What a person may ask of a release.</summary>
/// <param name="Name"><c>pause</c>, <c>resume</c>, <c>promote</c>, <c>abort</c> or <c>rollback</c>.</param>
/// <param name="Seq">The transition that was seen; 409 when it is not the last. Abort and rollback win every race and pass it over.</param>
/// <param name="Key">Idempotency key: the same again changes nothing.</param>
/// <param name="ToEnd">Promote: skip all steps.</param>
internal sealed record ReleaseVerb(string Name, long? Seq, string? Key, string? Reason, bool ToEnd);
