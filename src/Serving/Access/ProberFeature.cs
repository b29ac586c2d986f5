namespace Cairn.Serving.Access;

/// <summary>The request came with a prober's token.</summary>
internal sealed record ProberFeature
{
    public static ProberFeature Instance { get; } = new();
}
