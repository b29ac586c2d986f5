using Cairn.Contracts.Projects.Shapes;

namespace Cairn.Contracts.Projects.Keys;

internal static class CodeKeys
{
    public static readonly Shape<IReadOnlyDictionary<string, IReadOnlyList<string>>> Areas =
        new MapShape<IReadOnlyList<string>>("areas with their paths", Of.OneOrList(Of.File), NameRule.OneOf("area", CodeAreas.All));

    private static readonly Key<string> Run = new("run", Of.Text, "command", required: true) { AlsoKnownAs = ["cmd", "command"] };
    private static readonly Key<string> Report = new("report", Of.Pattern("a path", ReportPath, "[.](xml|trx)$"), "path of the JUnit (.xml) or TRX (.trx) file it leaves", required: true);
    private static readonly Key<string> Area = new("area", Of.Area, "area of the code it belongs to", required: true);
    private static readonly Key<string> Out = new("out", Of.File, "file or folder it makes", required: true) { AlsoKnownAs = ["output"] };

    private static readonly Shape<Suite> Suite = new BlockShape<Suite>(
        "suite", "a test suite: a command that leaves a report", [Run, Report, Area], f => new Suite(f.Name, f.Need(Run), f.Need(Report), f.Need(Area)));

    public static readonly Shape<IReadOnlyDictionary<string, Suite>> Suites = new MapShape<Suite>("suites", Suite, NameRule.OneOf("suite", SuiteKinds.All));

    private static readonly Shape<Build> Build = new BlockShape<Build>(
        "build", "something built from the code", [Run, Out, Area], f => new Build(f.Name, f.Need(Run), f.Need(Out), f.Need(Area)));

    public static readonly Shape<IReadOnlyDictionary<string, Build>> Builds = Of.Map("builds", Build);

    private static Parsed<string> ReportPath(string text) =>
        text.EndsWith(".xml", StringComparison.Ordinal) || text.EndsWith(".trx", StringComparison.Ordinal)
            ? Parsed.Good(text) : Parsed.Bad<string>("a report is a JUnit file (.xml) or a TRX file (.trx)");
}
