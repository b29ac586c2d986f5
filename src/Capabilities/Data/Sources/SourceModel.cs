using Cairn.Contracts.Projects;
using Cairn.Data.Views;
using Cairn.Platform.Web;

namespace Cairn.Data.Sources;

/// <summary>What the page of a source shows.</summary>
/// <param name="Days">What holds of each of the last partitions, oldest first: its newest arrival, or the one released from quarantine where later ones failed or found nothing.</param>
/// <param name="Versions">Newest versions by partition, oldest first, for the trend of rows.</param>
public sealed record SourceModel(
    string Project, DataSource Declared, SourceStatus Status, IReadOnlyList<Arrival> Days, IReadOnlyList<DatasetVersion> Versions, TablePage<Arrival> Arrivals, TableQuery Query)
{
    /// <summary>A breaking change of the contract waits; <see cref="Declared"/> holds the contract that is in force.</summary>
    public bool ChangeWaits { get; init; }

    /// <summary>What it shows of another source; null for one that is gathered.</summary>
    public ViewStatus? View { get; init; }
}
