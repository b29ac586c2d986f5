using Cairn.Contracts.Ledger;

namespace Cairn.Data;

/// <summary>Tables that runs make become dataset versions like those that are gathered, without a source in the project file.</summary>
public interface IMadeDatasets
{
    /// <summary>Registers the table; the id of its version, the same when it is asked again or when nothing changed.</summary>
    /// <exception cref="InvalidOperationException">It could not be read now; to be tried again.</exception>
    /// <exception cref="InvalidDataException">It is no table.</exception>
    Task<string> RegisterAsync(MadeTable table, CancellationToken cancellation = default);
}

/// <summary>A table that a run made.</summary>
/// <param name="Name">What stands for the source.</param>
/// <param name="Digest">Of the Parquet file among the artifacts.</param>
/// <param name="RunId">The run, whose inputs are the lineage.</param>
/// <param name="Cause">The event that the run began with.</param>
public sealed record MadeTable(string Project, string Name, string Digest, string RunId, string Cause, Actor Actor)
{
    /// <summary>The partition that it stands for; empty when it is the whole.</summary>
    public string Partition { get; init; } = "";
}
