namespace Cairn.Pipelines.Caching;

/// <summary>
/// What is known of a step before it runs: all that its result depends on but the code, and the tree the code is in. Which of the tree matters
/// is known only from an execution; until there is one, everything a command could see does.
/// </summary>
/// <param name="programs">Of a file of the tree the programs it names, each with its version.</param>
/// <param name="isCommand">A command may look for any file by its name; a built-in opens what its options name.</param>
/// <param name="named">Files that the options of a built-in name.</param>
internal sealed class StepKey(IReadOnlyDictionary<string, string> parts, CodeTree tree, Func<string, IEnumerable<(string Name, string Version)>> programs, bool isCommand, IReadOnlyList<string> named)
{
    private const int MostFiles = 100, LongestListing = 2000;

    /// <summary>Digest of all but the code: what earlier executions with the same are looked up by.</summary>
    public string Base { get; } = new StepIdentity(parts).Digest;

    /// <summary>With all the code that can be seen.</summary>
    public StepIdentity Whole() => With(isCommand ? tree.Files : named, []);

    /// <summary>With the code that an execution was seen to read.</summary>
    public StepIdentity Narrowed(StepReads reads)
        => With([.. reads.Files.Union(named, StringComparer.Ordinal).Order(StringComparer.Ordinal)], isCommand ? reads.Touched() : reads.Folders);

    /// <summary>With the code that the parts of an earlier result name, so that the two can be compared.</summary>
    public StepIdentity Like(IReadOnlyDictionary<string, string> earlier)
    {
        if (earlier.ContainsKey("code")) return Whole();
        string[] folders = [.. Named("names ").Select(f => f == "." ? "" : f)];
        return With(Named("code "), folders);
        string[] Named(string kind) => [.. earlier.Keys.Where(k => k.StartsWith(kind, StringComparison.Ordinal)).Select(k => k[kind.Length..]).Order(StringComparer.Ordinal)];
    }

    private StepIdentity With(IReadOnlyList<string> files, IEnumerable<string> folders)
    {
        var all = new Dictionary<string, string>(parts, StringComparer.Ordinal);
        if (files.Count <= MostFiles)
            foreach (string file in files) Add(all, file);
        else all["code"] = StepIdentity.DigestOf(files.Select(f => (f, tree.DigestOf(f))));
        foreach (string folder in folders)
            all["names " + (folder.Length == 0 ? "." : folder)] = tree.Listing(folder) is { Length: <= LongestListing } names ? names : Platform.Artifacts.Digest.Of(tree.Listing(folder));
        return new StepIdentity(all);
    }

    private void Add(Dictionary<string, string> all, string file)
    {
        all["code " + file] = tree.DigestOf(file);
        if (!isCommand) return;
        foreach ((string name, string version) in programs(file)) all[name] = version;
    }
}
