namespace Cairn.Architecture.Tests.Rules;

internal sealed class ReferencesGoDown : IRule
{
    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(Sample.Project("Platform", "Capabilities/Data")),
        Sample.Of(Sample.Project("Libraries/DuckDb", "Libraries/Statistics")),
        Sample.Of(Sample.Project("Sdk/Contracts", "Platform")),
        Sample.Of(Sample.Project("Capabilities/Data", "Apps/Server")),
        Sample.Of(Sample.Project("Sdk/Contracts", "Sdk/Client")),
    ];

    public IEnumerable<string> Faults(Tree tree) =>
        from project in tree.Projects
        from to in project.References
        where !MaySee(project.Room, to)
        select $"{project.Room} refers to {to}: only rooms below may be seen (Apps, Capabilities, Platform, Sdk, Libraries)";

    private static bool MaySee(Room from, Room to)
    {
        var sibling = from.Layer == to.Layer && (from.Layer == "Capabilities" || (from.Name, to.Name) == ("Client", "Contracts"));
        return sibling || Layers.Height.GetValueOrDefault(to.Layer, int.MaxValue) < Layers.Height.GetValueOrDefault(from.Layer, int.MaxValue);
    }
}
