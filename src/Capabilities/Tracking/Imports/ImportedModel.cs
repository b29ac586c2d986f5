namespace Cairn.Tracking;

/// <summary>A logged model as another server has it. Times in unix milliseconds.</summary>
/// <param name="ArtifactUri">Where its files lie there.</param>
public sealed record ImportedModel(
    string Id, string Name, string? ModelType, string? SourceRunId, string Status, string ArtifactUri, long CreatedAt, long UpdatedAt, IReadOnlyList<RunTag> Params, IReadOnlyList<RunTag> Tags)
{
    /// <summary>Id there of its experiment.</summary>
    public string Experiment { get; init; } = "";

    public bool Deleted { get; init; }

    public IReadOnlyList<ImportedModelMetric> Metrics { get; init; } = [];

    /// <summary>How many numbers are kept of it: of each metric, run and dataset the latest.</summary>
    public int Numbers => Metrics.DistinctBy(m => (m.Point.Key, m.RunId, m.DatasetName, m.DatasetDigest)).Count();
}
