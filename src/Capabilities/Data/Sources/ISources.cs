namespace Cairn.Data;

/// <summary>The sources of the projects, what arrived from them and how fresh it is.</summary>
public interface ISources
{
    /// <summary>Every source of a project in the order of its file.</summary>
    Task<IReadOnlyList<SourceStatus>> ListAsync(string project, CancellationToken cancellation = default);

    /// <summary>A gathering by its run; null when there is none.</summary>
    Task<Arrival?> ArrivalAsync(string runId, CancellationToken cancellation = default);

    /// <summary>Gatherings that ended within [from, to) of domain time, oldest first; null for no bound.</summary>
    Task<IReadOnlyList<Arrival>> ArrivalsAsync(string project, string source, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellation = default);
}
