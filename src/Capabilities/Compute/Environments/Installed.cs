namespace Cairn.Compute.Environments;

/// <summary>What an interpreter says of itself and of the packages that it finds.</summary>
/// <param name="Packages">Name as its language compares it -> version.</param>
/// <param name="Folders">Where it looks for packages.</param>
internal sealed record Installed(string Version, IReadOnlyDictionary<string, string> Packages, IReadOnlyList<string> Folders)
{
    /// <summary>Before each of <see cref="Folders"/>.</summary>
    public const string Folder = "in ";

    /// <param name="lines">The version, then <c>name==version</c> and <c>in folder</c>.</param>
    /// <param name="nameOf">Makes names so that they can be compared.</param>
    public static Installed Read(IEnumerable<string> lines, Func<string, string> nameOf)
    {
        string version = "";
        var packages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var folders = new List<string>();
        foreach (string line in lines.Select(l => l.Trim()).Where(l => l.Length > 0))
            if (line.StartsWith(Folder, StringComparison.Ordinal)) folders.Add(line[Folder.Length..]);
            else if (line.Split("==", 2) is [var name, var its]) packages.TryAdd(nameOf(name), its);
            else if (version.Length == 0) version = line;
        return new Installed(version, packages, folders);
    }
}
