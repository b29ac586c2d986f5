namespace Cairn.Tracking;

/// <summary>An experiment as another server or file has it. Times in unix milliseconds.</summary>
/// <param name="Id">Its id there.</param>
/// <param name="Stage"><c>active</c> or <c>deleted</c>.</param>
public sealed record ImportedExperiment(string Id, string Name, string Stage, long CreatedAt, long UpdatedAt, IReadOnlyList<RunTag> Tags);
