namespace Cairn.Architecture.Tests.Rules;

/// <summary>Clocks are given as a TimeProvider, waiting is for a signal, HTTP clients come from a factory or the SDK.</summary>
internal sealed class TimeAndNetworkComeFromSeams : IRule
{
    private static readonly (string[] Tokens, string Mend, string[] Homes)[] Banned =
    [
        (["DateTime", ".", "Now"], "take a TimeProvider", []),
        (["DateTime", ".", "UtcNow"], "take a TimeProvider", []),
        (["DateTime", ".", "Today"], "take a TimeProvider", []),
        (["DateTimeOffset", ".", "Now"], "take a TimeProvider", []),
        (["DateTimeOffset", ".", "UtcNow"], "take a TimeProvider", []),
        (["Thread", ".", "Sleep"], "wait for a signal", []),
        (["TimeProvider", ".", "System"], "take the TimeProvider that is registered", ["src/Apps/", "src/Platform/", "src/Serving/", "src/Sdk/", "src/Libraries/"]),
        (["new", "HttpClient", "("], "take IHttpClientFactory or the SDK's client", ["src/Sdk/Client/", "src/Apps/"]),
    ];

    public IEnumerable<Tree> BadSamples => Banned.Select(ban =>
        Sample.Of(("src/Capabilities/Data/Clock.cs", $"class Clock {{ object X() {{ var x = {string.Join(" ", ban.Tokens)}; return x; }} }}")));

    public IEnumerable<string> Faults(Tree tree) =>
        from source in tree.Sources
        from ban in Banned
        where !ban.Homes.Any(home => source.Path.StartsWith(home, StringComparison.Ordinal)) && source.Has(ban.Tokens)
        select $"{source.Path} uses {string.Concat(ban.Tokens)}: {ban.Mend}";
}
