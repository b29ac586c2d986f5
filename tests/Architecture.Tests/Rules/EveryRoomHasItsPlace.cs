namespace Cairn.Architecture.Tests.Rules;

internal sealed class EveryRoomHasItsPlace : IRule
{
    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(Sample.Project("Common/Helpers")),
        Sample.Of(Sample.Project("Capabilities/Billing")),
        Sample.Of(("src/Capabilities/Loose.cs", "class Loose;")),
    ];

    public IEnumerable<string> Faults(Tree tree)
    {
        foreach (var (room, _) in tree.Projects)
        {
            if (!Layers.Height.ContainsKey(room.Layer))
            {
                yield return $"{room}: '{room.Layer}' is not a layer; there are {string.Join(", ", Layers.Height.Keys)}";
            }
            else if (room.Layer == "Capabilities" && !Layers.Capabilities.Contains(room.Name))
            {
                yield return $"{room} has no place among the capabilities: give it one in Layers, from left to right";
            }
        }
        var homes = tree.Projects.Select(project => project.Room.Folder + "/").ToList();
        foreach (var source in tree.Sources.Where(source => !homes.Any(home => source.Path.StartsWith(home, StringComparison.Ordinal))))
        {
            yield return $"{source.Path} belongs to no room";
        }
    }
}
