using System.Text.Json.Serialization;

namespace Cairn.Tracking;

/// <summary>A tracked run with what was logged to it.</summary>
/// <param name="Status"><c>RUNNING</c>, <c>SCHEDULED</c>, <c>FINISHED</c>, <c>FAILED</c> or <c>KILLED</c>.</param>
/// <param name="Metrics">Latest value of each; NaN as text in JSON.</param>
public sealed record RunView(
    string Id, string Name, string Experiment, string Status, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string User, bool Managed,
    IReadOnlyDictionary<string, double> Metrics, IReadOnlyDictionary<string, string> Params, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<RunInput> Inputs)
{
    /// <summary>Number of its experiment.</summary>
    [JsonIgnore]
    public long ExperimentId { get; init; }

    internal const string CommitTag = "mlflow.source.git.commit";

    /// <summary>As the client says.</summary>
    public string? Commit => Tags.GetValueOrDefault(CommitTag);
}
