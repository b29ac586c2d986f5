namespace Cairn.Tracking;

/// <summary>A run as another server or file has it, with all of its points. Times in unix milliseconds.</summary>
/// <param name="Id">Kept, so that whoever knows the run finds it.</param>
/// <param name="Status">MLflow's word.</param>
/// <param name="Stage"><c>active</c> or <c>deleted</c>.</param>
public sealed record ImportedRun(string Id, string Name, string UserId, string Status, string Stage, long StartTime, long? EndTime)
{
    /// <summary>Where its artifacts lie there.</summary>
    public string ArtifactUri { get; init; } = "";

    public IReadOnlyList<RunParam> Params { get; init; } = [];
    public ImportedPoints Metrics { get; init; } = new();
    public IReadOnlyList<RunTag> Tags { get; init; } = [];
    public IReadOnlyList<ImportedInput> Inputs { get; init; } = [];

    /// <summary>Ids of logged models that it read.</summary>
    public IReadOnlyList<string> ModelInputs { get; init; } = [];

    /// <summary>Ids of logged models that it made, and at which step.</summary>
    public IReadOnlyList<(string Model, long Step)> ModelOutputs { get; init; } = [];
}
