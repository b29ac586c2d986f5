using System.Text.Json;
using Cairn.Contracts.Projects;

namespace Cairn.Data.Views;

/// <summary>What a view shows of the source that it is of.</summary>
internal sealed record ViewDefinition(string Of, PartitionWindow? Partitions, IReadOnlyList<string> Columns, string? Where)
{
    /// <summary>It shows partitions as they are: nothing of them is read or copied.</summary>
    public bool IsWhole => Columns.Count == 0 && Where is null;

    /// <summary>The same for what shows the same.</summary>
    public string Digest => DigestOf(Of, Partitions?.ToString(), Columns, Where);

    /// <summary>Of what is done to each partition, whichever are shown.</summary>
    public string PartDigest => DigestOf(Of, null, Columns, Where);

    /// <summary>Null for a source that is gathered.</summary>
    public static ViewDefinition? Read(DataSource source) => source.ViewOf is { } of ? new ViewDefinition(of, source.Partitions, source.Columns, source.Where) : null;

    public bool Shows(string partition) => Partitions?.Holds(partition) ?? true;

    private static string DigestOf(params object?[] parts) => Platform.Artifacts.Digest.Of(JsonSerializer.Serialize(parts));
}
