namespace Cairn.Tracking.LoggedModels;

/// <summary>A parameter or tag of a logged model; <see cref="Kind"/> says which.</summary>
internal sealed record ModelValueRow
{
    public string Model { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Key { get; init; } = "";
    public string Value { get; init; } = "";
}
