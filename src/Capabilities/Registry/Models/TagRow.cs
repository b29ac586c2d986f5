namespace Cairn.Registry.Models;

/// <summary>A tag of a model (<see cref="Version"/> empty) or of a version.</summary>
internal sealed record TagRow
{
    public long Model { get; init; }
    public string Version { get; init; } = "";
    public string Key { get; init; } = "";
    public string Value { get; init; } = "";
}
