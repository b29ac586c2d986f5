namespace Cairn.Architecture.Tests.Rules;

/// <summary>The lock file records versions and hashes, not from where somebody once fetched them.</summary>
internal sealed class PackagesNameNoRegistry : IRule
{
    public IEnumerable<Tree> BadSamples => [Sample.Of(("package-lock.json", """{ "packages": { "a": { "resolved": "https://registry.example/a.tgz" } } }"""))];

    public IEnumerable<string> Faults(Tree tree) =>
        tree.Files.TryGetValue("package-lock.json", out var text) && text.Contains("\"resolved\"", StringComparison.Ordinal)
            ? ["package-lock.json records download addresses: run 'npm install --omit-lockfile-registry-resolved'"]
            : [];
}
