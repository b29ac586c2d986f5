using System.Text.RegularExpressions;

namespace Cairn.Architecture.Tests.Rules;

/// <summary>The driver of PostgreSQL takes <c>@Seq</c> and <c>@seq</c> for one parameter, that of SQLite for two: the same statement would mean two things.</summary>
internal sealed partial class ParametersDifferInMoreThanCase : IRule
{
    public IEnumerable<Tree> BadSamples =>
    [
        Sample.Of(("src/Capabilities/Data/SourceStore.cs", """class SourceStore { string S => "update sources set seq = @Seq where seq = @seq"; }""")),
        Sample.Of(("src/Capabilities/Data/SourceStore.cs", "class SourceStore { string S => \"\"\"\n  update sources\n  set seq = @Seq where seq = @seq\n  \"\"\"; }")),
    ];

    public IEnumerable<string> Faults(Tree tree) =>
        from source in tree.Sources
        from text in source.Literals
        from same in Parameter().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
        where same.Count() > 1
        select $"{source.Path}: {string.Join(" and ", same)} in one statement are one parameter on PostgreSQL";

    [GeneratedRegex(@"(?<![\w@])@[A-Za-z_]\w*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
