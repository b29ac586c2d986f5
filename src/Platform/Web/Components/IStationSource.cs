namespace Cairn.Platform.Web;

/// <summary>A room's own word on one station of the loop, in place of what the ledger alone tells.</summary>
public interface IStationSource
{
    /// <summary>The station's id: source, dataset, run, version, gates, release, endpoint, outcomes, monitors or trigger.</summary>
    string Key { get; }

    /// <summary>The station as it stands now; null where the room has nothing to add.</summary>
    Task<Station?> ReadAsync(string project, CancellationToken cancellation = default);
}
