namespace Cairn.Architecture.Tests.Rules;

/// <summary>No file above 400 lines.</summary>
internal sealed class FilesStaySmall : IRule
{
    private const int Longest = 400;

    public IEnumerable<Tree> BadSamples => [Sample.Of(("src/Platform/Http/Long.cs", new string('\n', Longest + 1)))];

    public IEnumerable<string> Faults(Tree tree) =>
        tree.Sources.Where(source => source.Lines > Longest).Select(source => $"{source.Path} has {source.Lines} lines, at most {Longest}: cut it by noun");
}
