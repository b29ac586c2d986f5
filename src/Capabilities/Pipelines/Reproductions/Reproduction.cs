using System.Text.Json.Nodes;
using Cairn.Registry;

namespace Cairn.Pipelines.Reproductions;

/// <summary>What came out when a version was made again from its record: commit, inputs, parameters and seed as they were, nothing taken from the cache.</summary>
internal sealed record Reproduction(bool SameDigest, string? Metric, double? RelativeDelta)
{
    public const string Purpose = "reproduction";

    /// <summary>Purpose of a run that makes what must be refused.</summary>
    public const string Probe = "probe";

    private const double Most = 0.01;

    /// <summary>The same bytes, or a primary metric that differs by at most one part in a hundred.</summary>
    public bool Ok => SameDigest || RelativeDelta <= Most;

    /// <param name="finished">Data of the <c>run.finished</c> of the reproduction.</param>
    public static Reproduction Of(ModelVersionView version, JsonObject finished)
    {
        bool same = (finished["outputs"] as JsonObject ?? []).Any(o => (string?)o.Value == version.Digest);
        string? metric = (string?)finished["primary"];
        double? now = metric is null ? null : (double?)(finished["metrics"] as JsonObject)?[metric], then = metric is not null && version.Metrics.TryGetValue(metric, out double known) ? known : null;
        return new Reproduction(same, metric, now is { } a && then is { } b && b != 0 ? Math.Abs(a - b) / Math.Abs(b) : null);
    }
}
