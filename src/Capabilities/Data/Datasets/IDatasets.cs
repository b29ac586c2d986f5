using System.Text.Json;

namespace Cairn.Data;

/// <summary>The dataset versions of all projects. A version never changes; a partition may get a newer one.</summary>
public interface IDatasets
{
    /// <summary>The newest version of each partition that was known at <paramref name="asOf"/> (domain time; null: now), ordered by partition.</summary>
    Task<IReadOnlyList<DatasetVersion>> KnownAsync(string project, string source, DateTimeOffset? asOf = null, CancellationToken cancellation = default);

    Task<DatasetVersion?> FindAsync(string id, CancellationToken cancellation = default);

    /// <summary>Those of a source's versions with these ids that there are, in no order.</summary>
    Task<IReadOnlyList<DatasetVersion>> ChosenAsync(string project, string source, IReadOnlyCollection<string> ids, CancellationToken cancellation = default);

    /// <summary>A local, read-only Parquet file.</summary>
    /// <exception cref="FileNotFoundException">Its content is no longer stored.</exception>
    Task<string> PathAsync(DatasetVersion version, CancellationToken cancellation = default);

    /// <summary>The profile: <c>{"rows","columns":[{"name","type","missing","distinct","min","max","mean","std","quantiles","histogram","top"}]}</c>.</summary>
    Task<JsonDocument> ProfileAsync(DatasetVersion version, CancellationToken cancellation = default);
}
