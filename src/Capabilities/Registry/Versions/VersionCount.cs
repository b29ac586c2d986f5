namespace Cairn.Registry.Versions;

/// <summary>How many versions a model has.</summary>
internal sealed record VersionCount
{
    public long Model { get; init; }
    public long Versions { get; init; }
}
