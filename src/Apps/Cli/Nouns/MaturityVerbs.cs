using Cairn.Cli.Frame;

namespace Cairn.Cli.Nouns;

internal static class MaturityVerbs
{
    public static IReadOnlyList<Verb> All => [new MaturityVerb()];
}
