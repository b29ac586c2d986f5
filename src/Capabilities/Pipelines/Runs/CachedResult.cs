namespace Cairn.Pipelines.Runs;

/// <summary>Outputs of an earlier execution with the same identity.</summary>
internal sealed record CachedResult
{
    public string Identity { get; init; } = "";
    public string Step { get; init; } = "";
    public string RunId { get; init; } = "";
    public string Parts { get; init; } = "";
    public string Outputs { get; init; } = "";
    public double CpuS { get; init; }
    public long DurationMs { get; init; }
}
