namespace Cairn.Contracts.Projects.Yaml;

/// <summary>Ends the reading of a file at a place; never leaves <see cref="YamlTree"/>.</summary>
internal sealed class YamlRefusedException(Place at, string path, string message) : Exception(message)
{
    public Place At { get; } = at;

    public string Path { get; } = path;
}
