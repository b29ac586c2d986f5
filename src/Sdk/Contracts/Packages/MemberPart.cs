namespace Cairn.Contracts.Packages;

/// <summary>One version that an ensemble asks.</summary>
public sealed record MemberPart
{
    /// <summary>What it is called within the ensemble.</summary>
    public required string Name { get; init; }

    /// <summary><c>sha256:</c> and 64 hex digits of the version's file.</summary>
    public required string Digest { get; init; }

    /// <summary>Where each of its inputs comes from: <c>inputs.name</c> of the ensemble, or <c>member.output</c> of one before it.</summary>
    public required IReadOnlyDictionary<string, string> In { get; init; }
}
