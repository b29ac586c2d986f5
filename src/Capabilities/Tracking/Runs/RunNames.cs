namespace Cairn.Tracking.Runs;

/// <summary>Names for runs that were given none: <c>brisk-gull-214</c>.</summary>
internal static class RunNames
{
    private static readonly string[] Adjectives = "able agile amber bold brisk calm clear clever crisp eager early fair fast fine fond glad grand keen kind light lively loyal merry mild neat nimble noble proud quick quiet rare ready sharp shy silent sleek smart snug steady still sturdy sunny swift tidy vivid warm wise witty young zesty".Split(' ');
    private static readonly string[] Nouns = "badger bear beaver bee bison crane crow deer dove duck eagle elk falcon finch fox frog gull hare hawk heron horse ibis jay koala lark lion lynx mole moose moth mouse newt otter owl panda pike plover puffin quail raven robin seal shark shrew skink snail sparrow squid stork swan swift tern toad trout vole wasp whale wolf wren yak".Split(' ');

    public static string New() => $"{Adjectives[Random.Shared.Next(Adjectives.Length)]}-{Nouns[Random.Shared.Next(Nouns.Length)]}-{Random.Shared.Next(1000)}";
}
