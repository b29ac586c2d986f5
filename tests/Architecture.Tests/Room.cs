namespace Cairn.Architecture.Tests;

/// <summary>One project below src: <c>Capabilities/Registry</c>, or <c>Platform</c> where the layer is one assembly.</summary>
internal sealed record Room(string Layer, string Name)
{
    public string Folder => Layer == Name ? $"src/{Layer}" : $"src/{Layer}/{Name}";

    public static Room Of(string projectPath)
    {
        var parts = projectPath.Split('/');
        return new Room(parts[1], Path.GetFileNameWithoutExtension(parts[^1]));
    }

    public override string ToString() => Folder["src/".Length..];
}
