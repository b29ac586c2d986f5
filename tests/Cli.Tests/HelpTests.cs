using System.CommandLine.Parsing;
using Cairn.Cli.Frame;

namespace Cairn.Cli.Tests;

public sealed class HelpTests
{
    public static TheoryData<string> Paths => [.. VerbList.All.Select(verb => verb.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Help_opens_with_two_examples_that_parse(string path)
    {
        var help = await Session.RunAsync(new FakeServer(), path + " --help");
        var lines = help.Out.Split('\n');

        help.Code.ShouldBe(0);
        lines[0].ShouldBe("Examples:");
        foreach (var example in lines[1..3])
        {
            example.ShouldStartWith($"  cairn {path}");
            Parse(example.Trim()["cairn ".Length..]).ShouldBeEmpty(example);
        }
    }

    [Fact]
    public void Paths_are_unique_and_every_noun_is_described_and_used()
    {
        VerbList.All.Select(verb => verb.Path).ShouldBeUnique();
        var nouns = VerbList.All.Select(verb => verb.Path.Split(' ')).SelectMany(words => Enumerable.Range(1, words.Length - 1).Select(n => string.Join(' ', words[..n]))).Distinct();
        nouns.ShouldBe(VerbList.Nouns.Keys, ignoreOrder: true);
    }

    [Fact]
    public void Summaries_are_one_line_without_a_full_stop() =>
        VerbList.All.ShouldAllBe(verb => verb.Summary.Length < 90 && !verb.Summary.EndsWith('.') && !verb.Summary.Contains('\n'));

    private static IEnumerable<string> Parse(string example)
    {
        var shellEnd = example.IndexOfAny(['>', '|']);
        var words = CommandLineParser.SplitCommandLine(shellEnd < 0 ? example : example[..shellEnd]).ToArray();
        return new CommandTree(VerbList.All, VerbList.Nouns).Root.Parse(words).Errors.Select(error => error.Message);
    }
}
