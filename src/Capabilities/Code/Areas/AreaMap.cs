namespace Cairn.Code;

/// <summary>Sorts paths into areas of the code: by the project file's globs, and by usual names for paths that none of them takes.</summary>
internal sealed class AreaMap
{
    private static readonly IReadOnlyList<(string Area, Glob[] Globs)> Usual = Globs(
        ("app", ["app", "apps", "client", "src/app"]),
        ("scoring", ["scoring", "src/scoring"]),
        ("training", ["training", "train", "src/training"]),
        ("pipeline", ["cairn.yaml", "pipeline", "pipelines", "steps", "requirements*.txt"]),
        ("data", ["data", "sql", "src/data"]),
        ("features", ["features", "src/features"]),
        ("contract", ["contract", "contracts"]),
        ("monitoring", ["monitoring", "monitors"]),
        ("infra", ["infra", "deploy", "eng", ".ci", ".github", ".gitlab-ci.yml", "Dockerfile", "**/Dockerfile"]),
        ("docs", ["docs", "**/*.md", "LICENSE"]));

    private readonly IReadOnlyList<(string Area, Glob[] Globs)> _own;

    /// <param name="own">Globs by area, as the project file has them.</param>
    public AreaMap(IReadOnlyDictionary<string, IReadOnlyList<string>> own) => _own = Globs([.. own.Select(a => (a.Key, a.Value))]);

    /// <summary>Areas touched by these paths, in the order of the alphabet.</summary>
    public IReadOnlyList<string> Of(IEnumerable<string> paths) => [.. paths.SelectMany(AreasOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private IEnumerable<string> AreasOf(string path) => Matching(_own, path) is { Count: > 0 } own ? own : Matching(Usual, path);

    private static List<string> Matching(IReadOnlyList<(string Area, Glob[] Globs)> map, string path) => [.. map.Where(a => a.Globs.Any(g => g.Matches(path))).Select(a => a.Area)];

    private static IReadOnlyList<(string Area, Glob[] Globs)> Globs(params (string Area, IReadOnlyList<string> Patterns)[] map)
        => [.. map.Select(a => (a.Area, a.Patterns.Select(p => new Glob(p)).ToArray()))];
}
