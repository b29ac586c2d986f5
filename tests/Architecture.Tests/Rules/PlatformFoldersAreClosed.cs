namespace Cairn.Architecture.Tests.Rules;

/// <summary>A shared room becomes a cellar when anybody may add a folder: another one needs a decision record and a line here.</summary>
internal sealed class PlatformFoldersAreClosed : IRule
{
    private static readonly string[] Folders = ["Sql", "Artifacts", "Http", "Jobs", "Processes", "Ledger", "Web", "wwwroot"];

    public IEnumerable<Tree> BadSamples => [Sample.Of(("src/Platform/Helpers/Strings.cs", "class Strings;"))];

    public IEnumerable<string> Faults(Tree tree) => tree.Below("src/Platform")
        .Select(path => path.Split('/'))
        .Where(parts => parts.Length > 3 && !Folders.Contains(parts[2]))
        .Select(parts => parts[2]).Distinct()
        .Select(folder => $"src/Platform/{folder} is not on the closed list ({string.Join(", ", Folders)})");
}
