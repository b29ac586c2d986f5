namespace Cairn.Registry.Evaluations;

/// <summary>A kept result; <see cref="Options"/> and <see cref="Result"/> are JSON.</summary>
internal sealed record EvaluationRow
{
    public string Project { get; init; } = "";
    public string ModelDigest { get; init; } = "";
    public string DataDigest { get; init; } = "";
    public string Options { get; init; } = "";
    public string Result { get; init; } = "";
    public long CreatedAt { get; init; }
}
