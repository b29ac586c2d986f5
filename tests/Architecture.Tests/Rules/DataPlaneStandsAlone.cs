namespace Cairn.Architecture.Tests.Rules;

/// <summary>Serving and the command line see Sdk and Libraries only; only programs see Serving.</summary>
internal sealed class DataPlaneStandsAlone : IRule
{
    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(Sample.Project("Serving", "Platform")),
        Sample.Of(Sample.Project("Apps/Cli", "Capabilities/Data")),
        Sample.Of(Sample.Project("Apps/Serve", "Platform")),
        Sample.Of(Sample.Project("Capabilities/Endpoints", "Serving")),
    ];

    public IEnumerable<string> Faults(Tree tree) =>
        from project in tree.Projects
        from to in project.References
        let fault = Fault(project.Room, to)
        where fault is not null
        select fault;

    private static string? Fault(Room from, Room to)
    {
        if (to.Layer == "Serving" && from.Layer != "Apps")
        {
            return $"{from} refers to Serving: the data plane is hosted by programs alone";
        }
        var alone = from.Layer == "Serving" || from is { Layer: "Apps", Name: "Cli" or "Serve" };
        var serves = from.Name == "Serve" && to.Layer == "Serving";
        return alone && !serves && to.Layer is not ("Sdk" or "Libraries") ? $"{from} refers to {to}: it sees only Sdk and Libraries" : null;
    }
}
