namespace Cairn.Serving.Tests.V2;

/// <summary>One case of the binary tensor extension: JSON, the bytes behind it, what is answered.</summary>
public sealed record BinaryCase(string Name, string Endpoint, string Json, byte[] Tail, int Status, string Holds)
{
    /// <summary>The header's value; null is the length of the JSON, empty leaves the header out.</summary>
    public string? Length { get; init; }

    public override string ToString() => Name;
}
