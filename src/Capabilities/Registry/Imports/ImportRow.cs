namespace Cairn.Registry.Imports;

/// <summary>An import: from where, how far it is, and what became of it.</summary>
internal sealed record ImportRow
{
    /// <summary>Address or file, without credentials.</summary>
    public string Source { get; init; } = "";

    /// <summary>The address with its credentials, sealed; null when it has none.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>Folder of <c>mlflow-artifacts:/</c>, for a database.</summary>
    public string? Artifacts { get; init; }
    public string? Project { get; init; }

    /// <summary><c>running</c>, <c>done</c> or <c>failed</c>.</summary>
    public string State { get; init; } = "running";
    public string? Fault { get; init; }
    public string Actor { get; init; } = "";
    public long StartedAt { get; init; }
    public long? FinishedAt { get; init; }
}
