namespace Cairn.Architecture.Tests.Rules;

internal sealed class CapabilitiesSeeLeftOnly : IRule
{
    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(Sample.Project("Capabilities/Data", "Capabilities/Registry")),
        Sample.Of(Sample.Project("Capabilities/Data", "Capabilities/Data")),
    ];

    public IEnumerable<string> Faults(Tree tree) =>
        from project in tree.Projects
        where project.Room.Layer == "Capabilities"
        from to in project.References
        where to.Layer == "Capabilities" && Place(to) >= Place(project.Room)
        select $"{project.Room} refers to {to}, which is not left of it: own an interface or an event here and implement it there";

    private static int Place(Room room) => Layers.Capabilities.ToList().IndexOf(room.Name);
}
