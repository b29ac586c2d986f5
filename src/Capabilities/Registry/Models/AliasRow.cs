namespace Cairn.Registry.Models;

/// <summary>An alias of a model and the version it points at.</summary>
internal sealed record AliasRow
{
    public long Model { get; init; }
    public string Alias { get; init; } = "";
    public string Version { get; init; } = "";
    public long Number { get; init; }
}
