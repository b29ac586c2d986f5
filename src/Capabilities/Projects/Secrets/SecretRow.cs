namespace Cairn.Projects;

/// <summary>A secret as stored. <see cref="Sealed"/> is the encrypted value.</summary>
internal sealed record SecretRow
{
    public string Project { get; init; } = "";
    public string Name { get; init; } = "";
    public byte[] Sealed { get; init; } = [];
    public string SetBy { get; init; } = "";

    /// <summary>Unix milliseconds of domain time.</summary>
    public long SetAt { get; init; }
}
