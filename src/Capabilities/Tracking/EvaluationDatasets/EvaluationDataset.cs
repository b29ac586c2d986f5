using System.Security.Cryptography;
using System.Text;

namespace Cairn.Tracking.EvaluationDatasets;

/// <summary>A collection of records that an application is judged by, as it is stored.</summary>
internal sealed record EvaluationDataset
{
    public long Num { get; init; }
    public string Id { get; init; } = "";

    /// <summary>Not unique.</summary>
    public string Name { get; init; } = "";

    /// <summary>The fields of its records with their types, as JSON; what a client said until there is a record.</summary>
    public string SchemaJson { get; init; } = "";

    /// <summary>What a client said; else it is made from the number of records.</summary>
    public string? Profile { get; init; }
    public long Records { get; init; }

    /// <summary>See <see cref="ContentSum"/>.</summary>
    public string Content { get; init; } = ContentSum.None;
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
    public string CreatedBy { get; init; } = "";
    public string UpdatedBy { get; init; } = "";

    /// <summary>The same records, in whatever order they came, have the same digest.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Content)))[..8];
}
