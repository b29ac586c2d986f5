using Cairn.Contracts.Projects;

namespace Cairn.Data.Sources.Kinds;

/// <summary>What is asked of a kind of source.</summary>
/// <param name="Source">Its placeholders already filled in for the partition.</param>
/// <param name="Known">Fingerprint of what was taken last; null when nothing was.</param>
internal sealed record SourceAsk(string Project, DataSource Source, string Partition, string? Known = null)
{
    /// <summary>Unique for this attempt, for what it starts; set when it is fetched.</summary>
    public string Attempt { get; init; } = "";
}

/// <summary>What a source has now.</summary>
/// <param name="Uri">Where exactly; without secrets.</param>
/// <param name="Fingerprint">Changes when the content does; <see cref="Untold"/> when that cannot be known before it is brought.</param>
/// <param name="Size">Bytes as far as they are known; 0 when not.</param>
internal sealed record Offer(string Uri, string Fingerprint, long Size = 0)
{
    public const string Untold = "?";

    /// <summary>Ids of the dataset versions that it is made of.</summary>
    public IReadOnlyList<string> MadeOf { get; init; } = [];

    public bool Absent => Fingerprint.Length == 0;

    /// <summary>Whether it has what <paramref name="known"/> had not.</summary>
    public bool IsNew(string? known) => !Absent && (Fingerprint == Untold || Fingerprint != known);

    public static Offer Nothing(string uri) => new(uri, "");
}

/// <summary>One of the things that an address with wildcards names.</summary>
/// <param name="Source">The source with the address of this one alone.</param>
internal sealed record Member(string Partition, DataSource Source, string Fingerprint);
