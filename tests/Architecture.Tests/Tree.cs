using System.Xml.Linq;

namespace Cairn.Architecture.Tests;

/// <summary>The files of a repository, read from disk or made up by a sample. Paths are relative, with forward slashes.</summary>
internal sealed class Tree(IReadOnlyDictionary<string, string> files)
{
    private static readonly string[] Left = ["/bin/", "/obj/", "/node_modules/", "/TestResults/", "/wwwroot/lib/"];
    private static readonly string[] Read = [".cs", ".csproj", ".razor", ".sql", ".json"];

    public IReadOnlyDictionary<string, string> Files => files;

    /// <summary>C# files below src, razor pages left out.</summary>
    public IEnumerable<SourceFile> Sources => files.Where(file => file.Key.StartsWith("src/", StringComparison.Ordinal) && file.Key.EndsWith(".cs", StringComparison.Ordinal))
        .Select(file => new SourceFile(file.Key, file.Value));

    /// <summary>Every project below src with the projects it refers to, as room paths.</summary>
    public IEnumerable<(Room Room, IReadOnlyList<Room> References)> Projects => files.Keys
        .Where(path => path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(path => (Room.Of(path), References(path)));

    public static Tree OnDisk(string root)
    {
        var found = new Dictionary<string, string>();
        foreach (var folder in new[] { "src", "tests", "bench" }.Select(name => Path.Combine(root, name)).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Read.Contains(Path.GetExtension(file))))
            {
                var path = Path.GetRelativePath(root, file).Replace('\\', '/');
                if (!Left.Any(part => path.Contains(part, StringComparison.Ordinal)))
                {
                    found[path] = File.ReadAllText(file);
                }
            }
        }
        found["package-lock.json"] = File.ReadAllText(Path.Combine(root, "package-lock.json"));
        return new Tree(found);
    }

    public IEnumerable<string> Below(string folder) => files.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal));

    private IReadOnlyList<Room> References(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        return XDocument.Parse(files[project]).Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .Select(include => Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", folder, include))))
            .Select(Room.Of).ToList();
    }
}
