namespace Cairn.Architecture.Tests.Rules;

/// <summary>A room that has code shows <c>AddX</c> and <c>MapX</c> in one <c>XModule.cs</c> at its root (Platform/Web, which a program of pages may use alone, has its own). A room that has only agreed on its seams is left alone.</summary>
internal sealed class RoomsHaveTwoDoors : IRule
{
    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(Sample.Project("Capabilities/Data"), ("src/Capabilities/Data/Sources/SourceStore.cs", "class SourceStore;")),
        Sample.Of(Sample.Project("Capabilities/Data"), ("src/Capabilities/Data/DataModule.cs", "class DataModule { void AddData() {} }")),
        Sample.Of(Sample.Project("Capabilities/Data"), ("src/Capabilities/Data/DataModule.cs", "class DataModule { void AddData() {} void MapData() {} }"),
            ("src/Capabilities/Data/Sources/SourceModule.cs", "class SourceModule;")),
    ];

    public IEnumerable<string> Faults(Tree tree)
    {
        foreach (var room in tree.Projects.Select(project => project.Room).Where(room => room.Layer is "Capabilities" or "Platform"))
        {
            var sources = tree.Sources.Where(source => source.Path.StartsWith(room.Folder + "/", StringComparison.Ordinal)).ToList();
            var modules = sources.Where(source => source.Name.EndsWith("Module.cs", StringComparison.Ordinal) && source.Path != "src/Platform/Web/WebModule.cs").ToList();
            if (modules.Count == 0 && !sources.Any(HasDoors))
            {
                continue;
            }
            if (modules is not [var module] || module.Path != $"{room.Folder}/{room.Name}Module.cs")
            {
                yield return $"{room} needs exactly one {room.Name}Module.cs at its root; found {(modules.Count == 0 ? "none" : string.Join(", ", modules.Select(found => found.Path)))}";
                continue;
            }
            foreach (var door in new[] { "Add" + room.Name, "Map" + room.Name }.Where(door => !module.Tokens.Contains(door)))
            {
                yield return $"{module.Path} has no {door}";
            }
        }
    }

    private static bool HasDoors(SourceFile source) =>
        source.Name.EndsWith("Store.cs", StringComparison.Ordinal) || source.Name.EndsWith("Endpoints.cs", StringComparison.Ordinal);
}
