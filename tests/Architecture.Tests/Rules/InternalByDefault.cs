namespace Cairn.Architecture.Tests.Rules;

/// <summary>Of a room's types at most half are public; programs show none but their entry. Small rooms are given time.</summary>
internal sealed class InternalByDefault : IRule
{
    private const int Small = 12;

    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of([Sample.Project("Capabilities/Data"), .. Enumerable.Range(0, Small).Select(i => ($"src/Capabilities/Data/T{i}.cs", $"public sealed class T{i};"))]),
        Sample.Of([Sample.Project("Apps/Cli"), .. Enumerable.Range(0, Small).Select(i => ($"src/Apps/Cli/T{i}.cs", $"public sealed class T{i};"))]),
    ];

    public IEnumerable<string> Faults(Tree tree)
    {
        foreach (var room in tree.Projects.Select(project => project.Room).Where(room => room.Layer is "Capabilities" or "Apps" or "Serving"))
        {
            var types = tree.Sources.Where(source => source.Path.StartsWith(room.Folder + "/", StringComparison.Ordinal)).SelectMany(source => source.Types()).ToList();
            var open = types.Where(type => type.IsPublic && type.Name != "Program").ToList();
            var most = room.Layer == "Apps" ? 0.1 : 0.5;
            if (types.Count >= Small && open.Count > most * types.Count)
            {
                yield return $"{room}: {open.Count} of {types.Count} types are public, at most {most:P0} may be: {string.Join(", ", open.Select(type => type.Name))}";
            }
        }
    }
}
