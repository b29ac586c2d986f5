namespace Cairn.Architecture.Tests;

/// <param name="Kind">class, struct, interface, enum or record.</param>
internal sealed record TopLevelType(string Kind, string Name, IReadOnlyList<string> Modifiers)
{
    public bool IsPublic => Modifiers.Contains("public");

    public bool IsOfFile => Modifiers.Contains("file");
}
